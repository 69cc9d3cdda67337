import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translate } from '../../i18n/translate.ts';
import type { Translate } from '../../i18n/use-words.ts';
import { fileIcon } from './file-kinds.ts';
import { leftWords, sentWords, shortName, shownName, sizeWords } from './file-words.ts';

const en: Translate = (key, values) => translate('en', key, values);
const ru: Translate = (key, values) => translate('ru', key, values);
const MB = 1024 ** 2;

describe('sizes', () => {
  it.each([
    [1, '1 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [MB - 1, '1 MB'],
    [34.4 * MB, '34 MB'],
    [300 * MB, '300 MB'],
    [1024 * MB, '1 GB'],
  ])('%i bytes are %s', (bytes, words) => expect(sizeWords(bytes, en, 'en')).toBe(words));

  it('are told in the reader’s language, and on the way in the unit of the whole', () => {
    expect(sizeWords(1.5 * MB, ru, 'ru')).toBe('1,5 МБ');
    expect(sentWords(34 * MB, 300 * MB, en, 'en')).toBe('34 of 300 MB');
    expect(sentWords(0.5 * MB, 300 * MB, ru, 'ru')).toBe('0,5 из 300 МБ');
  });
});

it.each([
  [0, '0 s left'],
  [12, '12 s left'],
  [61, '1 min left'],
  [59 * 60, '59 min left'],
  [65 * 60, '1 h 5 min left'],
  [3_599, '1 h 0 min left'],
])('%i seconds are %s', (seconds, words) => expect(leftWords(seconds, en)).toBe(words));

describe('names', () => {
  it('are cut in the middle, so that the ending stays in sight, and only where they are long', () => {
    expect(shortName('report.pdf')).toBe('report.pdf');
    const cut = shortName(`${'a very long name '.repeat(10)}final.pdf`);
    expect(cut).toMatch(/^a very long name .*….*final\.pdf$/);
    expect([...cut]).toHaveLength(36);
    expect(shortName('👩‍👩‍👧‍👦'.repeat(40), 9)).toBe(`${'👩‍👩‍👧‍👦'.repeat(5)}…${'👩‍👩‍👧‍👦'.repeat(3)}`);
  });

  it('cannot pretend to end otherwise than they do', () => {
    expect(shownName('invoice_\u202efdp.exe')).toBe('invoice_fdp.exe');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(shownName(name)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('in any alphabet stay as they are', () => {
    for (const name of ['Отчёт.pdf', 'דוח שנתי.pdf', '報告.txt', 'é\u0301 👍🏽.png'])
      expect(shownName(name)).toBe(name);
  });
});

it('what a file is shows by its content, else by its name', () => {
  expect(fileIcon('image/png', 'x')).toBe('picture');
  expect(fileIcon('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'x')).toBe('fileText');
  expect(fileIcon('application/octet-stream', 'x.tar.gz')).toBe('archive');
  expect(fileIcon('', 'notes.txt')).toBe('fileText');
  expect(fileIcon('', 'x')).toBe('file');
});
