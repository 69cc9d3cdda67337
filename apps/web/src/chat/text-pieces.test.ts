import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textPieces } from './text-pieces.ts';

const linksIn = (text: string) => textPieces(text).flatMap(({ kind, text }) => (kind === 'link' ? [text] : []));

describe('links in a message', () => {
  it.each([
    ['see https://example.org/a?b=c#d, please', ['https://example.org/a?b=c#d']],
    ['(https://example.org)', ['https://example.org']],
    ['https://en.wikipedia.org/wiki/Veche_(assembly).', ['https://en.wikipedia.org/wiki/Veche_(assembly)']],
    ['HTTP://EXAMPLE.ORG and https://пример.рф/путь', ['HTTP://EXAMPLE.ORG', 'https://пример.рф/путь']],
    ['https://one.org https://two.org', ['https://one.org', 'https://two.org']],
  ])('%j', (text, links) => expect(linksIn(text)).toEqual(links));

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'example.org',
    'file:///etc/passwd',
    'http://',
    'https://:80',
    'xhttps//x',
    '<a href="javascript:alert(1)">x</a>',
  ])('%j has none', (text) => expect(linksIn(text)).toEqual([]));

  it('whatever is written, the pieces together are the text, and every link leads to the web', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc
        .array(fc.constantFrom('https://', 'http://a.b', '(', ')', ' ', 'x', '.', '"', '<', 'javascript:', '@'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const pieces = textPieces(written);
        expect(pieces.map((piece) => piece.text).join('')).toBe(written);
        for (const link of linksIn(written)) expect(new URL(link).protocol).toMatch(/^https?:$/);
      }),
    );
  });
});
