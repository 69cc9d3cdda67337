import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFonts, fontFor } from './find-font.ts';

describe('fonts for names', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'veche-fonts-'));
    for (const name of ['plain.ttf', 'other.ttf']) writeFileSync(join(folder, name), '');
    const script = `#!/bin/sh\necho "$2" >>${folder}/asked\ncase "$2" in *charset=*5c71*) printf ${folder}/other.ttf;; *charset=*) printf ${folder}/missing.ttf;; *) printf ${folder}/plain.ttf;; esac\n`;
    writeFileSync(join(folder, 'fc-match'), script);
    chmodSync(join(folder, 'fc-match'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('R3: fontconfig is asked for what a name’s letters need, once for each alphabet', async () => {
    const fonts = await findFonts(folder);
    expect(fonts).toEqual({ fontPath: join(folder, 'plain.ttf'), matcherPath: join(folder, 'fc-match') });
    expect(await fontFor(fonts, 'Анна O’Neill — Ωmega 12')).toBe(fonts.fontPath);
    expect(await fontFor(fonts, '山田 Anna')).toBe(join(folder, 'other.ttf'));
    expect(await fontFor(fonts, 'Boris 田山')).toBe(join(folder, 'other.ttf'));
    // A font that is not there any more is none.
    expect(await fontFor(fonts, 'שלום')).toBe(fonts.fontPath);
    expect(readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')).toEqual([
      'sans-serif:lang=ru',
      'sans-serif:charset=5c71 7530',
      'sans-serif:charset=5d5 5dc 5dd 5e9',
    ]);
  });

  it('without fontconfig there is one font for all, or none', async () => {
    const fonts = await findFonts('/nowhere');
    expect(fonts.matcherPath).toBeUndefined();
    expect(await fontFor(fonts, '山田')).toBe(fonts.fontPath);
    expect(await fontFor({ fontPath: undefined, matcherPath: join(folder, 'fc-match') }, '山田')).toBeUndefined();
  });
});
