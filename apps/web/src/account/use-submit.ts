/** The course of a form: busy, failed with words, or done. */
import { type FormEvent, useState } from 'react';
import { failureCode } from '../api/http.ts';
import { errorWords, type FailureCode } from '../i18n/error-words.ts';
import type { WordKey } from '../i18n/translate.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';

export interface Submit {
  readonly busy: boolean;
  readonly error: string | undefined;
  /** What the words were about has changed. */
  readonly forgetError: () => void;
  readonly onSubmit: (event: FormEvent) => void;
}

/** Words for a failure where those of the catalogue would mislead on this form. */
export type OwnWords = { readonly [Code in FailureCode]?: WordKey };

export function useSubmit(act: () => Promise<void>, ownWords: OwnWords = {}): Submit {
  const t = useWords();
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    act()
      .catch((error: unknown) => setFailure(failureCode(error)))
      .finally(() => setBusy(false));
  };
  const own = failure === undefined ? undefined : ownWords[failure];
  const error = failure === undefined ? undefined : own === undefined ? errorWords(failure, language) : t(own);
  return { busy, error, forgetError: () => setFailure(undefined), onSubmit };
}
