/** How others will see one: the own picture, mirrored, with switches for microphone and camera, and words where something is missing. */
import { useWords } from '../i18n/use-words.ts';
import type { LocalKind, LocalMedia } from '../media/local-media.ts';
import { useLocalMedia } from '../media/use-local-media.ts';
import { VideoPicture } from '../media/video-picture.tsx';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { preferencesChanged } from '../state/preferences-slice.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './join.module.scss';

export function Preview({ media, name }: { media: LocalMedia; name: string }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const state = useLocalMedia(media);
  const preferences = useAppSelector(({ preferences }) => preferences);
  const toggle = (kind: LocalKind): void => {
    const on = media.track(kind) === undefined;
    dispatch(preferencesChanged(kind === 'camera' ? { cameraOn: on } : { microphoneOn: on }));
    if (on) void media.open(kind, kind === 'camera' ? preferences.cameraId : preferences.microphoneId);
    else media.close(kind);
  };
  const cameraOn = state.camera.name === 'open';
  const microphoneOn = state.microphone.name === 'open';
  return (
    <section className={styles.preview} aria-label={t('prejoin.preview')}>
      <div className={styles.picture}>
        {state.camera.name === 'open' ? (
          <VideoPicture track={state.camera.track} className={styles.mirrored} />
        ) : (
          <div className={styles.noPicture}>
            <Avatar name={name} size="clamp(3rem, 28cqh, 7rem)" />
            <p>{t(state.camera.name === 'opening' ? 'prejoin.cameraOpening' : 'prejoin.cameraOff')}</p>
          </div>
        )}
        <div className={styles.switches}>
          <button
            type="button"
            className={microphoneOn ? '' : styles.off}
            aria-label={t(microphoneOn ? 'control.mute' : 'control.unmute')}
            title={t(microphoneOn ? 'control.mute' : 'control.unmute')}
            onClick={() => toggle('microphone')}
          >
            <Icon name={microphoneOn ? 'microphone' : 'microphoneOff'} size={24} />
          </button>
          <button
            type="button"
            className={cameraOn ? '' : styles.off}
            aria-label={t(cameraOn ? 'control.stopVideo' : 'control.startVideo')}
            title={t(cameraOn ? 'control.stopVideo' : 'control.startVideo')}
            onClick={() => toggle('camera')}
          >
            <Icon name={cameraOn ? 'camera' : 'cameraOff'} size={24} />
          </button>
        </div>
      </div>
      {(['camera', 'microphone'] as const).map((kind) => {
        const device = state[kind];
        return device.name !== 'trouble' ? null : (
          <p key={kind} className={styles.trouble} role="status">
            <Icon name="warning" />
            <span>
              {t(`trouble.${kind}.${device.trouble}`)} {t('trouble.joinAnyway')}
            </span>
          </p>
        );
      })}
    </section>
  );
}
