/** Turns a key and its values into words: `{name}` is replaced, and a counted phrase takes the form that the language asks for. */
import type { Language } from '@veche/contracts/errors.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/** Forms by the categories of Intl.PluralRules; a language gives those that it has, `other` always. */
export interface Plural {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export type WordKey = keyof typeof en;
/** Every language has every key, and is counted where English is counted. */
export type Words = { readonly [Key in WordKey]: (typeof en)[Key] extends string ? string : Plural };
export type Values = Readonly<Record<string, string | number>>;

export const languages: Readonly<Record<Language, Words>> = { en, ru };

const rules: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  ru: new Intl.PluralRules('ru'),
};

/** A counted phrase is chosen by `values.count`. */
export function translate(language: Language, key: WordKey, values: Values = {}): string {
  const words: string | Plural = languages[language][key];
  let text: string;
  if (typeof words === 'string') {
    text = words;
  } else {
    const category = rules[language].select(Number(values.count ?? 0));
    text = words[category as keyof Plural] ?? words.other;
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** `?lang=` decides, then what was chosen before, then the browser's first language that we speak. */
export function chooseLanguage(search: string, kept: string | null, preferred: readonly string[]): Language {
  for (const wish of [new URLSearchParams(search).get('lang'), kept, ...preferred]) {
    const short = wish?.slice(0, 2).toLowerCase();
    if (short === 'en' || short === 'ru') return short;
  }
  return 'en';
}
