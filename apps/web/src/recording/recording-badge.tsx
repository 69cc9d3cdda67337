/**
 * At the top while the meeting is recorded, for everybody: that it is, in words and in red, or paused and in amber. Hosts have here what they do with it,
 * and see when it was last saved; the owner has the way to its page, which plays from the first seconds on.
 */
import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import { isHost, may } from '@veche/contracts/signalling/permissions.ts';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import styles from './recording.module.scss';
import { savedWords } from './saved-words.ts';
import { badgePlace, recordPlace, useHandsFocusOver } from './use-hands-focus-over.ts';
import { useRecord } from './use-record.ts';

export function RecordingBadge({ owner }: { owner: boolean }) {
  const recording = useAppSelector((state) => state.call.call.recording);
  return recording && <Badge recording={recording} owner={owner} />;
}

function Badge({ recording, owner }: { recording: RecordingStatus; owner: boolean }) {
  const t = useWords();
  const place = useRef<HTMLElement>(null);
  useFocusStays(place);
  useHandsFocusOver(place, recordPlace);
  const standing = useAppSelector((state) => state.call.call.standing);
  const { act } = useRecord();
  const running = recording.state === 'recording';
  return (
    <section
      ref={place}
      className={styles.badge}
      aria-label={t('record.title')}
      tabIndex={-1}
      {...{ [badgePlace]: recording.state }}
    >
      <p className={`${styles.state} ${running ? styles.running : styles.paused}`}>
        <span className={styles.dot} aria-hidden="true" />
        {t(running ? 'record.going' : 'record.paused')}
      </p>
      {isHost(standing) && <Saved savedUpToMs={recording.savedUpToMs} />}
      {may(standing, 'record') && (
        <div className={styles.acts}>
          <Act
            icon={running ? 'pause' : 'play'}
            label={t(running ? 'record.pause' : 'record.resume')}
            onPress={() => act(running ? 'pause' : 'resume')}
          />
          <Act icon="stop" label={t('record.stop')} onPress={() => act('stop')} />
        </div>
      )}
      {owner && (
        <a
          className={styles.watch}
          href={`${recordingsPagePath}/${recording.recordingId}`}
          target="_blank"
          rel="noopener"
          title={t('record.watchHint')}
        >
          {t('record.watch')}
        </a>
      )}
    </section>
  );
}

function Act({ icon, label, onPress }: { icon: IconName; label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={(event) => {
        // After a click the space bar shall talk, not press this button again; by keyboard the focus stays.
        if (event.detail > 0) event.currentTarget.blur();
        onPress();
      }}
    >
      <Icon name={icon} size={20} />
    </button>
  );
}

function Saved({ savedUpToMs }: { savedUpToMs: number | null }) {
  const t = useWords();
  const aheadMs = useAppSelector((state) => state.call.call.clockAheadMs);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [savedUpToMs]);
  return <p className={styles.saved}>{savedWords(savedUpToMs, nowMs + aheadMs, t)}</p>;
}
