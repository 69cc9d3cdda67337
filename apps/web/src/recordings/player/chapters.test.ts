import type { Chapter, TimedMessage } from '@veche/contracts/rest/recordings.ts';
import { describe, expect, it } from 'vitest';
import { translate } from '../../i18n/translate.ts';
import type { Translate } from '../../i18n/use-words.ts';
import { chapterIndexAt, chapterWords, previewAt, saidUntil, seekMarks, shownAt } from './chapters.ts';

const en: Translate = (key, values) => translate('en', key, values);
const ru: Translate = (key, values) => translate('ru', key, values);
const chapter = (kind: Chapter['kind'], atMs: number, lengthMs: number, name: string | null = null): Chapter => ({
  kind,
  atMs,
  lengthMs,
  name,
});
const anna = chapter('speaker', 0, 10_000, 'Anna');
const pause = chapter('pause', 10_000, 300_000);
const boris = chapter('screen', 10_000, 20_000, 'Boris');
const all = [anna, pause, boris];

describe('chapters (R9)', () => {
  it('tell who is shown, and nobody where nobody is', () => {
    expect([0, 9_999, 10_000, 29_999, 30_000].map((atMs) => shownAt(all, atMs)?.name)).toEqual([
      'Anna',
      'Anna',
      'Boris',
      'Boris',
      undefined,
    ]);
    expect(shownAt([], 5)).toBeUndefined();
  });
  it('count the one that began last', () => {
    expect([-1, 0, 9_999, 10_000, 99_000].map((atMs) => chapterIndexAt(all, atMs))).toEqual([-1, 0, 0, 2, 2]);
  });
  it('are said in words, somebody without a name too', () => {
    expect(all.map((one) => chapterWords(one, en))).toEqual([
      'Anna speaks',
      'Paused for 5 min',
      'Boris shares the screen',
    ]);
    expect(chapterWords(chapter('speaker', 0, 1), ru)).toBe('Говорит Кто-то');
    expect(chapterWords(chapter('gap', 0, 42_000), en)).toBe('Interrupted for 42 s: nothing was recorded');
  });
  it('are marks on the bar, the beginning excepted', () => {
    expect(seekMarks(all, 30_000)).toEqual([
      { kind: 'screen', at: 1 / 3 },
      { kind: 'pause', at: 1 / 3 },
    ]);
    expect(seekMarks(all, 0)).toEqual([]);
    expect(seekMarks(all, 5_000)).toEqual([]);
  });
  it('mark what was left out even where there are too many speakers to mark', () => {
    const many = Array.from({ length: 500 }, (_, index) => chapter('speaker', index * 100, 100, 'A'));
    expect(seekMarks([...many, chapter('gap', 777, 5)], 50_000).map(({ kind }) => kind)).toEqual(['gap']);
  });
  it('are previewed; what was left out just there comes first', () => {
    expect(previewAt(all, 9_700, 500)).toBe(pause);
    expect(previewAt(all, 9_000, 500)).toBe(anna);
  });
});

describe('the chat at its time (R9)', () => {
  const chat = [0, 1_000, 1_000, 5_000].map((atMs, index) => ({ id: String(index), atMs }) as TimedMessage);
  it('is said up to a place, that place included', () => {
    expect([-1, 0, 999, 1_000, 4_999, 5_000, 9_000].map((atMs) => saidUntil(chat, atMs))).toEqual([
      0, 1, 1, 3, 3, 4, 4,
    ]);
    expect(saidUntil([], 5)).toBe(0);
  });
});
