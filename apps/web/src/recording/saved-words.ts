/** How long ago the recording was last stored for good, in words for a host. */
import type { Translate } from '../i18n/use-words.ts';

const justNowMs = 3_000;

/** Both by the server's clock; `savedUpToMs` null = nothing has been stored yet. */
export function savedWords(savedUpToMs: number | null, nowMs: number, t: Translate): string {
  if (savedUpToMs === null) return t('record.notSaved');
  const agoMs = nowMs - savedUpToMs;
  if (agoMs < justNowMs) return t('record.savedNow');
  const seconds = Math.round(agoMs / 1_000);
  if (seconds < 60) return t('record.savedSeconds', { count: seconds });
  return t('record.savedMinutes', { count: Math.floor(seconds / 60) });
}
