/** Finds the places in the code that a page of prose names, and tells whether they are still there. */

export interface NamedPlace {
  readonly path: string;
  readonly symbol: string | undefined;
}

/** Files in backticks, as in `media/wire/rtp.ts` or `media/wire/rtp.ts#readRtp`. */
export function namedPlaces(page: string): NamedPlace[] {
  return [...page.matchAll(/`([\w./@-]+\/[\w.-]+\.(?:ts|tsx|mjs))(?:#([\w$.]+))?`/g)].map((match) => ({
    path: match[1]!,
    symbol: match[2],
  }));
}

/** `read` answers a file's text, or undefined when there is none. A symbol `A.b` asks for both words. */
export function placeProblem(
  { path, symbol }: NamedPlace,
  read: (path: string) => string | undefined,
): string | undefined {
  const text = read(path);
  if (text === undefined) return `there is no ${path}`;
  const gone = (symbol ?? '')
    .split('.')
    .find((word) => word !== '' && !new RegExp(`(?<![\\w$])${escapeWord(word)}(?![\\w$])`).test(text));
  return gone === undefined ? undefined : `${path} has no ${gone}`;
}

const escapeWord = (word: string): string => word.replaceAll('$', '\\$');
