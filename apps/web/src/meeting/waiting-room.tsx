/** In front of the door: what one waits for, how one will be seen, what hosts say meanwhile, and the way back. */
import { useWords } from '../i18n/use-words.ts';
import { useLocalMedia } from '../media/use-local-media.ts';
import { VideoPicture } from '../media/video-picture.tsx';
import { useAppSelector } from '../state/hooks.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Bell } from '../ui/bell.tsx';
import { ControlButton } from './control-button.tsx';
import { useMeeting } from './meeting-context.ts';
import { useWakeLock } from './use-wake-lock.ts';
import styles from './waiting-room.module.scss';

export function WaitingRoom({ name }: { name: string }) {
  const t = useWords();
  const session = useMeeting();
  const title = useAppSelector((state) => state.call.call.conference?.name);
  const reconnecting = useAppSelector((state) => state.call.call.connection.name === 'reconnecting');
  const { microphone, camera } = useAppSelector((state) => state.call.call.publishing);
  const told = useAppSelector((state) => state.people.told);
  const devices = useLocalMedia(session.media);
  const heard = microphone === 'on' || microphone === 'starting';
  const seen = camera !== 'off';
  useWakeLock();
  return (
    <main className={styles.page} data-meeting>
      <div className={styles.middle}>
        <Bell size={44} />
        <h1>{title}</h1>
        <p className={styles.text} role="status">
          {t(reconnecting ? 'meeting.reconnecting' : 'waiting.text')}
        </p>
        <div className={styles.picture}>
          {devices.camera.name === 'open' && seen ? (
            <VideoPicture track={devices.camera.track} className={styles.mirrored} />
          ) : (
            <Avatar name={name} size="clamp(3rem, 28cqh, 6rem)" />
          )}
          <span className={styles.name}>{name}</span>
        </div>
        <section aria-label={t('waiting.messages')} aria-live="polite" className={styles.told}>
          {told.map(({ id, from, text }) => (
            <p key={id}>
              <strong>{from}</strong> {text}
            </p>
          ))}
        </section>
      </div>
      <div className={styles.controls} role="toolbar" aria-label={t('control.title')}>
        <ControlButton
          icon={heard ? 'microphone' : 'microphoneOff'}
          label={t(heard ? 'control.mute' : 'control.unmute')}
          tone={heard ? 'plain' : 'off'}
          onPress={() => void session.setMicrophone(!heard)}
        />
        <ControlButton
          icon={seen ? 'camera' : 'cameraOff'}
          label={t(seen ? 'control.stopVideo' : 'control.startVideo')}
          tone={seen ? 'plain' : 'off'}
          onPress={() => void session.setCamera(!seen)}
        />
        <ControlButton icon="leave" label={t('control.leave')} tone="danger" onPress={() => void session.leave()} />
      </div>
    </main>
  );
}
