/** What is the matter with the connection, while it is; that one shares the screen; and the way to sound where the browser holds it back. */
import { useWords } from '../i18n/use-words.ts';
import { soundBlockedChanged } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './room.module.scss';

export function Banner() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { connection, media } = useAppSelector((state) => state.call.call);
  const sharing = useAppSelector((state) => state.call.call.publishing.screen !== 'off');
  const soundBlocked = useAppSelector((state) => state.call.soundBlocked);
  const trouble =
    connection.name === 'reconnecting'
      ? 'meeting.reconnecting'
      : media === 'interrupted'
        ? 'meeting.mediaLost'
        : undefined;
  return (
    <div className={styles.banners} role="status">
      {trouble && (
        <p className={styles.banner}>
          <Icon name="warning" />
          {t(trouble)}
        </p>
      )}
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
