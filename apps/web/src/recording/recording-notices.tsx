/**
 * Notices about the recording that stay until they are answered: that the meeting is recorded, with the way out, and to whoever has stopped it, that it is
 * over, with the way to go on. They stand where notices stand, in an open dialog too, and are read aloud as they come.
 */
import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import { createPortal } from 'react-dom';
import notices from '../breakout/notices.module.scss';
import { useWords } from '../i18n/use-words.ts';
import { useMeeting } from '../meeting/meeting-context.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import buttonStyles from '../ui/button.module.scss';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useToastPlace } from '../ui/toast-place.tsx';
import { mayRecord } from './record-button.tsx';
import styles from './recording.module.scss';
import { consentGiven, stoppedPutAway } from './recording-slice.ts';
import { useRecord } from './use-record.ts';

export function RecordingNotices({ owner }: { owner: boolean }) {
  const place = useToastPlace();
  const consent = useAppSelector((state) => state.recording.consent);
  const stoppedId = useAppSelector((state) => state.recording.stoppedId);
  if (place === undefined) return null;
  return createPortal(
    <>
      {consent !== null && <Consent paused={consent === 'paused'} />}
      {stoppedId !== null && <Stopped recordingId={stoppedId} owner={owner} />}
    </>,
    place,
  );
}

function Consent({ paused }: { paused: boolean }) {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  return (
    <div className={`${notices.notice} ${styles.consent}`} data-consent>
      <Icon name="record" />
      <p>{t(paused ? 'record.consentPaused' : 'record.consent')}</p>
      <div className={styles.answers}>
        <Button onClick={() => void session.leave()}>{t('record.leave')}</Button>
        <Button weight="primary" onClick={() => dispatch(consentGiven())}>
          {t('record.stay')}
        </Button>
      </div>
    </div>
  );
}

function Stopped({ recordingId, owner }: { recordingId: string; owner: boolean }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const can = useAppSelector(mayRecord);
  const { act } = useRecord();
  return (
    <div className={notices.notice}>
      <Icon name="check" />
      <p>{t(owner ? 'record.stoppedByMe' : 'record.news.stopped')}</p>
      {can && <Button onClick={() => act('start')}>{t('record.again')}</Button>}
      {owner && (
        <a
          className={`${buttonStyles.button} ${buttonStyles.primary}`}
          href={`${recordingsPagePath}/${recordingId}`}
          target="_blank"
          rel="noopener"
        >
          {t('record.watch')}
        </a>
      )}
      <Button weight="quiet" icon="close" iconOnly onClick={() => dispatch(stoppedPutAway())}>
        {t('common.close')}
      </Button>
    </div>
  );
}
