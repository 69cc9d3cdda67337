/** Puts text on the clipboard and says so. */
import type { WordKey } from '../i18n/translate.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';

export function useCopy(): (text: string, done: WordKey) => Promise<void> {
  const dispatch = useAppDispatch();
  return async (text, done) => {
    try {
      await navigator.clipboard.writeText(text);
      dispatch(noticed({ kind: 'info', text: { key: done } }));
    } catch {
      dispatch(noticed({ kind: 'trouble', stays: true, text: { key: 'notice.copyFailed', values: { text } } }));
    }
  };
}
