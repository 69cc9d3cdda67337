/** The meeting's name, how long it has run, and how many are here. */
import { useEffect, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { RecordingBadge } from '../recording/recording-badge.tsx';
import { dialogOpened } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Bell } from '../ui/bell.tsx';
import { Icon } from '../ui/icon.tsx';
import { duration } from './duration.ts';
import styles from './room.module.scss';

export function TopBar({ owner }: { owner: boolean }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const conference = useAppSelector((state) => state.call.call.conference);
  const room = useAppSelector((state) => state.call.call.room);
  const count = useAppSelector((state) => state.call.call.participants.length);
  return (
    <header className={styles.top}>
      <Bell size={30} />
      <h1>{room === null ? conference?.name : `${room.name} · ${conference?.name}`}</h1>
      <p className={styles.facts}>
        {conference && <Elapsed sinceMs={conference.startedAtMs} />}
        <span className={styles.count}>{t('meeting.count', { count })}</span>
        <span className={styles.shortCount} role="img" aria-label={t('meeting.count', { count })}>
          <Icon name="user" size={16} />
          {count}
        </span>
      </p>
      <RecordingBadge owner={owner} />
      <button type="button" className={styles.invite} onClick={() => dispatch(dialogOpened('invite'))}>
        <Icon name="invite" />
        <span>{t('meeting.invite')}</span>
      </button>
    </header>
  );
}

function Elapsed({ sinceMs }: { sinceMs: number }) {
  const aheadMs = useAppSelector((state) => state.call.call.clockAheadMs);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return <span role="timer">{duration(nowMs + aheadMs - sinceMs)}</span>;
}
