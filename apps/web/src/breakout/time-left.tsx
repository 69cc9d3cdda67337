/** How long the rooms are still open: shown as a clock, and told politely when it is running out. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { duration } from '../meeting/duration.ts';
import { cueAt, leftSeconds } from './countdown.ts';
import { useNow } from './use-now.ts';

export function TimeLeft({ closesAtMs }: { closesAtMs: number }) {
  const t = useWords();
  const seconds = leftSeconds(closesAtMs, useNow(closesAtMs));
  const time = duration(seconds * 1_000);
  return (
    <span role="timer" data-soon={seconds <= 30 || undefined}>
      {seconds === 0 ? t('rooms.closingNow') : t('rooms.timeLeft', { time })}
    </span>
  );
}

/** One of these in the room, whatever else shows the time. */
export function TimeAnnouncer({ closesAtMs }: { closesAtMs: number | null }) {
  const t = useWords();
  const now = useNow(closesAtMs);
  const seconds = closesAtMs === null ? undefined : leftSeconds(closesAtMs, now);
  const before = useRef<number>(undefined);
  const [cue, setCue] = useState<{ seconds: number; closesAtMs: number }>();
  useEffect(() => {
    const next = seconds === undefined || closesAtMs === null ? undefined : cueAt(before.current, seconds);
    before.current = seconds;
    if (next !== undefined && closesAtMs !== null) setCue({ seconds: next, closesAtMs });
  }, [seconds, closesAtMs]);
  return (
    <span className="visually-hidden" aria-live="polite">
      {cue !== undefined && cue.closesAtMs === closesAtMs && t('rooms.timeCue', { count: cue.seconds })}
    </span>
  );
}
