/** Lengths and states of recordings in words. */
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import type { Translate } from '../i18n/use-words.ts';

/** As "38 s", "42 min" or "1 h 5 min": how long something lasted, for reading; a clock's 1:05:00 is for places in it. */
export function lengthWords(lengthMs: number, t: Translate): string {
  const seconds = Math.max(0, Math.round(lengthMs / 1_000));
  if (seconds < 60) return t('recordings.seconds', { count: seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('recordings.minutes', { count: minutes });
  return t('recordings.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** Never 100 while it is not done. */
export const percentOf = (progress: number): number => Math.min(99, Math.max(0, Math.floor(progress * 100)));

type Stated = Pick<RecordingSummary, 'state' | 'goneAt'>;

export function stateWords({ state, goneAt }: Stated, progress: number | undefined, t: Translate): string {
  if (goneAt !== null) return t('recordings.state.deleted');
  if (state === 'rendering' && progress !== undefined)
    return t('recordings.state.renderingPart', { percent: percentOf(progress) });
  return t(`recordings.state.${state}`);
}
