/**
 * What one has to know while it lasts: trouble with the connection, that one shares the screen, a device that does not come,
 * and the way to sound where the browser holds it back. It takes room of its own, so that it covers nobody.
 */
import { useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useLocalMedia } from '../media/use-local-media.ts';
import { Asks } from '../people/asks.tsx';
import { RecordingTrouble } from '../recording/recording-trouble.tsx';
import { soundBlockedChanged } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import { useMeeting } from './meeting-context.ts';
import styles from './room.module.scss';

export function Banner() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { connection, media } = useAppSelector((state) => state.call.call);
  const unreadable = useAppSelector(
    ({ call: { call } }) => !call.microphoneReadable && call.publishing.microphone === 'on',
  );
  const sharing = useAppSelector((state) => state.call.call.publishing.screen !== 'off');
  const soundBlocked = useAppSelector((state) => state.call.soundBlocked);
  const devices = useLocalMedia(useMeeting().media);
  const opening = devices.camera.name === 'opening' || devices.microphone.name === 'opening';
  const trouble =
    connection.name === 'reconnecting'
      ? 'meeting.reconnecting'
      : media === 'interrupted'
        ? 'meeting.mediaLost'
        : undefined;
  const place = useRef<HTMLDivElement>(null);
  useFocusStays(place);
  return (
    <div ref={place} className={styles.banners} role="status" tabIndex={-1}>
      {trouble && (
        <p className={styles.banner}>
          <Icon name="warning" />
          {t(trouble)}
        </p>
      )}
      {unreadable && (
        <p className={styles.banner}>
          <Icon name="microphoneOff" />
          {t('meeting.microphoneUnreadable')}
        </p>
      )}
      <RecordingTrouble className={styles.banner} />
      <Asks />
      {opening && <p className={styles.opening}>{t('meeting.devicesOpening')}</p>}
      {sharing && (
        <p className={styles.sharing}>
          <Icon name="screen" />
          {t('meeting.sharing')}
        </p>
      )}
      {soundBlocked && (
        <button type="button" className={styles.soundOn} onClick={() => dispatch(soundBlockedChanged(false))}>
          <Icon name="sound" />
          {t('meeting.soundOn')}
        </button>
      )}
    </div>
  );
}
