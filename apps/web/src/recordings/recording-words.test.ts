import { describe, expect, it } from 'vitest';
import { translate } from '../i18n/translate.ts';
import type { Translate } from '../i18n/use-words.ts';
import { lengthWords, percentOf, stateWords } from './recording-words.ts';

const en: Translate = (key, values) => translate('en', key, values);
const ru: Translate = (key, values) => translate('ru', key, values);

describe('lengths', () => {
  it('stand in the largest unit, whole', () => {
    expect([-5, 0, 38_400, 59_600, 2_520_000, 3_600_000, 3_900_000].map((ms) => lengthWords(ms, en))).toEqual([
      '0 s',
      '0 s',
      '38 s',
      '1 min',
      '42 min',
      '1 h 0 min',
      '1 h 5 min',
    ]);
    expect(lengthWords(3_900_000, ru)).toBe('1 ч 5 мин');
  });
});

describe('the state of a recording', () => {
  it('is said in words, with how far it has come', () => {
    expect(stateWords({ state: 'recording', goneAt: null }, undefined, en)).toBe('Recording now');
    expect(stateWords({ state: 'rendering', goneAt: null }, 0.437, en)).toBe('Being prepared, 43 %');
    expect(stateWords({ state: 'rendering', goneAt: null }, undefined, en)).toBe('Being prepared');
    expect(stateWords({ state: 'ready', goneAt: '2026-12-01T00:00:00Z' }, undefined, ru)).toBe('Удалена');
  });
  it('is never 100 % before it is ready', () => {
    expect([-1, 0, 0.999, 1, 7].map(percentOf)).toEqual([0, 0, 99, 99, 99]);
  });
});
