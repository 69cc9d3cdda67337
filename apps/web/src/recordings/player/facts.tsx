/** Below the picture: what this recording is, how it is, and what one does with it. */

import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { sizeWords } from '../../chat/files/file-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { duration } from '../../meeting/duration.ts';
import { dayAndTime } from '../../meetings/dates.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { RenameField } from '../list/rename-field.tsx';
import { stateWords } from '../recording-words.ts';
import { ShareDialog } from '../share/share-dialog.tsx';
import styles from './player-page.module.scss';

interface FactsProps {
  view: RecordingView;
  onRenamed: (name: string) => void;
}

export function Facts({ view, onRenamed }: FactsProps) {
  const t = useWords();
  const language = useLanguage();
  const [renaming, setRenaming] = useState(false);
  const [sharing, setSharing] = useState(false);
  const renameButton = useRef<HTMLButtonElement>(null);
  const { name, own, state, startedAt, durationMs, sizeBytes, roomName, mainRecordingId, keptUntil } = view;
  const stopRenaming = (): void => {
    setRenaming(false);
    // Drawn again by then.
    requestAnimationFrame(() => renameButton.current?.focus());
  };
  const rendering = view.render.state === 'none' ? undefined : view.render.progress;
  return (
    <header className={styles.facts}>
      {mainRecordingId !== null && (
        <Link to={`${recordingsPagePath}/${mainRecordingId}`}>{t('player.mainRecording')}</Link>
      )}
      <div className={styles.title}>
        {renaming ? <RenameField recording={view} onRenamed={onRenamed} onClose={stopRenaming} /> : <h1>{name}</h1>}
        {own && !renaming && (
          <div className={styles.acts}>
            <Button ref={renameButton} weight="quiet" icon="edit" iconOnly onClick={() => setRenaming(true)}>
              {t('recordings.rename', { name })}
            </Button>
            <Button icon="share" aria-label={t('recordings.share', { name })} onClick={() => setSharing(true)}>
              {t('share.add')}
            </Button>
          </div>
        )}
      </div>
      <p className={styles.line}>
        <span className={styles.state} data-state={state}>
          {stateWords(view, rendering, t)}
        </span>
        {roomName !== null && <span>{t('recordings.room', { room: roomName })}</span>}
        <time dateTime={startedAt}>{dayAndTime(startedAt, language)}</time>
        <span>{duration(durationMs)}</span>
        <span>{sizeWords(sizeBytes, t, language)}</span>
        {!own && <span>{t('recordings.by', { name: view.ownerName })}</span>}
        {keptUntil !== null && <span>{t('recordings.keptUntil', { when: dayAndTime(keptUntil, language) })}</span>}
      </p>
      {view.damagedChunks > 0 && (
        <p className={styles.warning} role="alert">
          <Icon name="warning" />
          {t('player.damaged', { count: view.damagedChunks })}
        </p>
      )}
      {sharing && <ShareDialog recording={view} onClose={() => setSharing(false)} />}
    </header>
  );
}
