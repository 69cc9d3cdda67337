/**
 * Fonts to draw names with: what fontconfig takes for plain text in Latin and Cyrillic letters, else what is found where fonts usually lie. ffmpeg draws a
 * name with one font, so names in other letters get one that has them.
 */
import { existsSync } from 'node:fs';
import { ask, locate } from './find-ffmpeg.ts';

const usualPlaces = [
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  '/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf',
  '/usr/share/fonts/TTF/DejaVuSans.ttf',
  '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf',
  '/usr/share/fonts/google-noto/NotoSans-Regular.ttf',
  '/usr/share/fonts/noto/NotoSans-Regular.ttf',
  '/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf',
  '/usr/share/fonts/liberation-sans/LiberationSans-Regular.ttf',
  '/System/Library/Fonts/Supplemental/Arial Unicode.ttf',
  '/Library/Fonts/Arial Unicode.ttf',
];

export interface Fonts {
  /** For what most names are written in; undefined = there is none, or nothing can draw with it: names are left out. */
  readonly fontPath: string | undefined;
  /** fontconfig's `fc-match`, which knows a font for other letters. */
  readonly matcherPath: string | undefined;
}

/** Never rejects. */
export async function findFonts(searchPath: string): Promise<Fonts> {
  const matcherPath = locate('fc-match', searchPath);
  const said = matcherPath === undefined ? undefined : await match(matcherPath, 'lang=ru');
  const [fontPath] = [said ?? '', ...usualPlaces].filter(isThere);
  return { fontPath, matcherPath };
}

/** Letters that every usual font has: Latin, Greek, Cyrillic, and what stands between them. */
const usualLetters = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u;
const lettersAsked = 40;
/** By what was asked; a meeting has few alphabets. */
const known = new Map<string, string>();
const knownMax = 200;

/** The font that has most of a name's letters. Never rejects. */
export async function fontFor({ fontPath, matcherPath }: Fonts, text: string): Promise<string | undefined> {
  const unusual = [...new Set(text)].filter((letter) => !usualLetters.test(letter)).slice(0, lettersAsked);
  if (fontPath === undefined || matcherPath === undefined || unusual.length === 0) return fontPath;
  const charset = unusual
    .map((letter) => letter.codePointAt(0)?.toString(16))
    .sort()
    .join(' ');
  const before = known.get(charset);
  if (before !== undefined) return before;
  const said = await match(matcherPath, `charset=${charset}`);
  const found = said !== undefined && isThere(said) ? said : fontPath;
  if (known.size >= knownMax) known.clear();
  known.set(charset, found);
  return found;
}

const match = async (matcherPath: string, pattern: string): Promise<string | undefined> =>
  (await ask(matcherPath, ['--format=%{file}', `sans-serif:${pattern}`]))?.trim();

const isThere = (path: string): boolean => path.startsWith('/') && existsSync(path);
