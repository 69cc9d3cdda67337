/** How long the rooms are still open: shown as a clock, and told when it is running out. */
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { duration } from '../meeting/duration.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed, outdated } from '../state/notices-slice.ts';
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

/** Says so while the time is running out. One of these in the room, whatever else shows the time. */
export function TimeWarning({ closesAtMs }: { closesAtMs: number | null }) {
  const dispatch = useAppDispatch();
  const now = useNow(closesAtMs);
  const seconds = closesAtMs === null ? undefined : leftSeconds(closesAtMs, now);
  const before = useRef<number>(undefined);
  useEffect(() => {
    const count = seconds === undefined ? undefined : cueAt(before.current, seconds);
    before.current = seconds;
    if (count === undefined) return;
    dispatch(
      noticed({ kind: 'info', topic: 'roomsTime', icon: 'rooms', text: { key: 'rooms.timeCue', values: { count } } }),
    );
  }, [seconds, dispatch]);
  useEffect(() => () => void dispatch(outdated('roomsTime')), [closesAtMs, dispatch]);
  return null;
}
