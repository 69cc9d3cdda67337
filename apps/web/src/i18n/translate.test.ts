import { describe, expect, it } from 'vitest';
import { chooseLanguage, languages, type Plural, translate, type WordKey } from './translate.ts';

const keys = Object.keys(languages.en) as WordKey[];
const formsOf = (words: string | Plural): string[] => (typeof words === 'string' ? [words] : Object.values(words));
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('words', () => {
  it('are the same keys in every language, none empty', () => {
    expect(Object.keys(languages.ru).sort()).toEqual([...keys].sort());
    for (const words of Object.values(languages)) {
      for (const key of keys) for (const form of formsOf(words[key])) expect(form.trim()).not.toBe('');
    }
  });
  it('name the same values in every language', () => {
    for (const key of keys) {
      const expected = placeholders(formsOf(languages.en[key])[0]!);
      for (const form of formsOf(languages.ru[key])) expect([key, placeholders(form)]).toEqual([key, expected]);
    }
  });
  it('have in Russian every form that Russian counts with', () => {
    for (const key of keys) {
      const words = languages.ru[key];
      if (typeof words !== 'string') expect(Object.keys(words).sort()).toEqual(['few', 'many', 'one', 'other']);
    }
  });
});

describe('translate', () => {
  it('puts values in', () => {
    expect(translate('en', 'announce.joined', { name: 'Ann $& {x}' })).toBe('Ann $& {x} has joined.');
  });
  it('counts', () => {
    const count = (language: 'en' | 'ru', value: number) => translate(language, 'meeting.count', { count: value });
    expect([1, 2].map((value) => count('en', value))).toEqual(['1 person', '2 people']);
    expect([1, 2, 5, 11, 21, 22, 25].map((value) => count('ru', value))).toEqual([
      '1 участник',
      '2 участника',
      '5 участников',
      '11 участников',
      '21 участник',
      '22 участника',
      '25 участников',
    ]);
  });
});

describe('the language', () => {
  it('is what the address forces, else what was kept, else the browser’s first that is spoken here', () => {
    expect(chooseLanguage('?lang=ru', 'en', ['en-GB'])).toBe('ru');
    expect(chooseLanguage('', 'ru', ['en'])).toBe('ru');
    expect(chooseLanguage('', null, ['fr-FR', 'ru-RU', 'en'])).toBe('ru');
    expect(chooseLanguage('?lang=xx', null, ['fr'])).toBe('en');
  });
});
