/** One recording in the list: what it is, how it is, and what one does with it. */
import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { sizeWords } from '../../chat/files/file-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { dayAndTime } from '../../meetings/dates.ts';
import { useAppDispatch, useAppSelector } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { DownloadButton } from '../download-button.tsx';
import { stateWords } from '../recording-words.ts';
import { deleteRecording, followRecording } from '../recordings-actions.ts';
import { DeletedActs } from './deleted-acts.tsx';
import styles from './recordings.module.scss';
import { RenameField } from './rename-field.tsx';
import { Thumbnail } from './thumbnail.tsx';

const stateStyles: Readonly<Record<RecordingSummary['state'], string | undefined>> = {
  recording: styles.going,
  paused: styles.paused,
  rendering: undefined,
  ready: styles.ready,
};

const lookEveryMs = 5_000;

interface RecordingRowProps {
  recording: RecordingSummary;
  onShare: (recording: RecordingSummary) => void;
}

export function RecordingRow({ recording, onShare }: RecordingRowProps) {
  const t = useWords();
  const language = useLanguage();
  const { id, name, state, own, roomName, startedAt, durationMs, sizeBytes, goneAt, keptUntil } = recording;
  const progress = useAppSelector(({ recordings }) => recordings.progress[id]);
  const [renaming, setRenaming] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const deleted = goneAt !== null;
  const goesOn = state === 'recording' || state === 'paused';
  useFollowed(id, !deleted && state !== 'ready');
  const path = `${recordingsPagePath}/${id}`;
  const stopRenaming = (): void => {
    setRenaming(false);
    // Drawn again by then.
    requestAnimationFrame(() => renameButton.current?.focus());
  };
  const picture = <Thumbnail src={recording.thumbnail} lengthMs={durationMs} live={state === 'recording'} />;

  return (
    <div className={styles.recording} data-id={id}>
      {deleted ? (
        <span className={styles.picture}>{picture}</span>
      ) : (
        <Link to={path} className={styles.picture} aria-hidden="true" tabIndex={-1}>
          {picture}
        </Link>
      )}
      <div className={styles.what}>
        {renaming ? (
          <RenameField recording={recording} onClose={stopRenaming} />
        ) : (
          <h2>{deleted ? name : <Link to={path}>{name}</Link>}</h2>
        )}
        <p className={styles.facts}>
          {roomName !== null && <span>{t('recordings.room', { room: roomName })}</span>}
          <time dateTime={startedAt}>{dayAndTime(startedAt, language)}</time>
          <span>{sizeWords(sizeBytes, t, language)}</span>
          {!own && <span>{t('recordings.by', { name: recording.ownerName })}</span>}
        </p>
        <p className={styles.facts}>
          <span className={`${styles.state} ${deleted ? '' : (stateStyles[state] ?? '')}`}>
            {stateWords(recording, progress, t)}
          </span>
          {own && recording.shared && (
            <span className={styles.shared}>
              <Icon name="share" size={16} />
              {t('recordings.shared')}
            </span>
          )}
          {goneAt !== null && <span>{t('recordings.goneAt', { when: dayAndTime(goneAt, language) })}</span>}
          {goneAt === null && keptUntil !== null && (
            <span>{t('recordings.keptUntil', { when: dayAndTime(keptUntil, language) })}</span>
          )}
        </p>
      </div>
      {deleted ? (
        own && <DeletedActs id={id} name={name} />
      ) : (
        <div className={styles.acts}>
          {own && (
            <>
              <Button
                ref={renameButton}
                weight="quiet"
                icon="edit"
                iconOnly
                aria-expanded={renaming}
                onClick={() => setRenaming(!renaming)}
              >
                {t('recordings.rename', { name })}
              </Button>
              <Button weight="quiet" icon="share" iconOnly onClick={() => onShare(recording)}>
                {t('recordings.share', { name })}
              </Button>
            </>
          )}
          <DownloadButton id={id} name={name} />
          {own && <DeleteButton id={id} name={name} goesOn={goesOn} />}
        </div>
      )}
    </div>
  );
}

function DeleteButton({ id, name, goesOn }: { id: string; name: string; goesOn: boolean }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const press = (): void => {
    if (!goesOn) void dispatch(deleteRecording(id, name));
    else dispatch(noticed({ kind: 'trouble', topic: id, text: { key: 'recordings.stopFirst' } }));
  };
  return (
    <Button weight="quiet" icon="trash" iconOnly onClick={press}>
      {t('recordings.delete', { name })}
    </Button>
  );
}

/** One that still changes is looked at now and then, while the page is seen. */
function useFollowed(id: string, changes: boolean): void {
  const dispatch = useAppDispatch();
  useEffect(() => {
    if (!changes) return;
    const look = (): void => {
      if (!document.hidden) void dispatch(followRecording(id));
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [dispatch, id, changes]);
}
