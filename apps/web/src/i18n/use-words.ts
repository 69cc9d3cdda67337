/** Words in the language of the moment, for components. */
import type { Language } from '@veche/contracts/errors.ts';
import { useCallback } from 'react';
import { useAppSelector } from '../state/hooks.ts';
import { translate, type Values, type WordKey } from './translate.ts';

export type Translate = (key: WordKey, values?: Values) => string;

export const useLanguage = (): Language => useAppSelector((state) => state.preferences.language);

export function useWords(): Translate {
  const language = useLanguage();
  return useCallback((key, values) => translate(language, key, values), [language]);
}
