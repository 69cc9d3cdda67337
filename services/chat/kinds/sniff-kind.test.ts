import { describe, expect, it } from 'vitest';
import { type ContentKind, contentTypes } from './content-kinds.ts';
import { bytesOf, programs, samples, textOf } from './fixtures/sample-files.ts';
import { sniffKind } from './sniff-kind.ts';

/** Told apart by what is inside, not by the beginning. */
const families: Readonly<Record<string, ContentKind>> = {
  docx: 'zip',
  xlsx: 'zip',
  pptx: 'zip',
  odt: 'zip',
  ods: 'zip',
  odp: 'zip',
  odg: 'zip',
  epub: 'zip',
  oldMov: 'mov',
  bareMp3: 'mp3',
  latePdf: 'pdf',
};

describe('a kind by its first bytes', () => {
  it.each(Object.entries(samples))('is known: %s', (name, bytes) => {
    expect(sniffKind(bytes)).toBe(families[name] ?? name);
  });

  it('has a sample for every kind', () => {
    const insideOnly: readonly string[] = ['opendocument', 'program', 'zipPiece', 'unknown'];
    const missing = Object.keys(contentTypes).filter((kind) => !(kind in samples) && !insideOnly.includes(kind));
    expect(missing).toEqual([]);
  });

  it.each(
    Object.entries(programs).filter(([name]) => !/jar|apk|appx|ipa|msi|msp|script|dmg|packedDmg|vhd$/.test(name)),
  )('is a program: %s', (_name, bytes) => {
    expect(sniffKind(bytes)).toBe('program');
  });

  it('cannot be told from a few bytes, or none', () => {
    expect(sniffKind(new Uint8Array(0))).toBe('text');
    for (const bytes of Object.values(samples)) {
      for (let length = 0; length < 40; length += 1)
        expect(contentTypes).toHaveProperty(sniffKind(bytes.slice(0, length)));
    }
  });
});

describe('text', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', bytesOf("ef bb bf 'words'")],
    ['UTF-8 cut within a letter', textOf('слово').slice(0, -1)],
    ['UTF-16LE', Buffer.from('\ufeffwords, слова', 'utf16le')],
    ['UTF-16BE', Buffer.from('\ufeffwords, слова', 'utf16le').swap16()],
    ['Windows-1251', bytesOf('cf f0 e8 e2 e5 f2 20 0d 0a')],
    ['Shift JIS', bytesOf('93 fa 96 7b 8c ea')],
    ['ISO-2022-JP', bytesOf("1b '$B' 46 7c 4b 5c 1b '(B'")],
    ['ISO-2022-KR', bytesOf("1b '$)C' 0e 30 31 0f")],
    ['coloured logs', textOf('\u001b[31mred\u001b[0m\n')],
    ['a note that begins as programs do', textOf('MZ is how programs begin')],
    ['a note that begins as pictures do', textOf('BM, GIF89a and 8BPS')],
    ['Rust with an attribute', textOf('#![allow(dead_code)]\nfn main() {}')],
    ['markup without a root that is known', textOf('<p>a paragraph')],
  ])('is %s', (_name, bytes) => {
    expect(sniffKind(bytes)).toBe('text');
  });

  it.each<[ContentKind, string]>([
    ['html', '<!-- saved from url -->\n<HTML>'],
    ['html', '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>'],
    ['svg', '\ufeff<?xml version="1.0"?>\n<!-- Generator -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg>'],
    ['svg', '<!DOCTYPE svg [<!ENTITY a "b">]><svg onload="x">'],
    ['svg', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
    ['svg', '<SVG>'],
    ['xml', '<?xml version="1.0"?><svgs/>'],
    ['text', '<svgs/>'],
    ['text', 'about <svg> and <html>'],
    ['script', '#! /usr/bin/env python3\n'],
    ['text', '# a heading\n'],
  ])('is %s: %j', (kind, text) => {
    expect(sniffKind(textOf(text))).toBe(kind);
    expect(sniffKind(Buffer.from(`\ufeff${text}`, 'utf16le'))).toBe(kind);
  });

  it('is read in no time, whatever is in it', () => {
    const half = 32 * 1024;
    for (const unit of ['<!--', '<?', '<!doctype ', '<!doctype [', ' ', '<a', '<!DOCTYPE html', '#!', '&#']) {
      const startMs = performance.now();
      sniffKind(textOf(unit.repeat(half / unit.length)));
      sniffKind(textOf(`${' '.repeat(half)}${unit.repeat(half / unit.length)}`));
      expect(performance.now() - startMs).toBeLessThan(500);
    }
  });
});
