import { describe, expect, it } from 'vitest';
import { translate } from '../i18n/translate.ts';
import type { Translate } from '../i18n/use-words.ts';
import { savedWords } from './saved-words.ts';

const t: Translate = (key, values) => translate('en', key, values);

describe('“last saved” (R6)', () => {
  it('says how long ago, in the largest unit that fits', () => {
    expect(savedWords(10_000, 16_000, t)).toBe('Last saved 6 s ago');
    expect(savedWords(10_000, 69_400, t)).toBe('Last saved 59 s ago');
    expect(savedWords(10_000, 140_000, t)).toBe('Last saved 2 min ago');
  });
  it('does not count what is fresh, or seems to come from the future', () => {
    expect(savedWords(10_000, 12_900, t)).toBe('Saved just now');
    expect(savedWords(10_000, 9_000, t)).toBe('Saved just now');
  });
  it('says that nothing is saved yet', () => {
    expect(savedWords(null, 5_000, t)).toBe('Nothing saved yet');
  });
});
