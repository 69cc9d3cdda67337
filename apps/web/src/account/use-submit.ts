/** The course of a form: busy, failed with words, or done. */
import { type FormEvent, useState } from 'react';
import { failureCode } from '../api/http.ts';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage } from '../i18n/use-words.ts';

export interface Submit {
  readonly busy: boolean;
  readonly error: string | undefined;
  readonly onSubmit: (event: FormEvent) => void;
}

export function useSubmit(act: () => Promise<void>): Submit {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(undefined);
    act()
      .catch((failure: unknown) => setError(errorWords(failureCode(failure), language)))
      .finally(() => setBusy(false));
  };
  return { busy, error, onSubmit };
}
