/** The controls of the meeting, always at the bottom, always the same place for each. */
import { ChatButton } from '../chat/chat-button.tsx';
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { ControlButton } from './control-button.tsx';
import styles from './controls.module.scss';
import { useMeeting } from './meeting-context.ts';
import { MoreMenu } from './more-menu.tsx';
import { useFullScreen } from './use-full-screen.ts';
import { toggleView, useView } from './use-view.ts';

const canShare = 'getDisplayMedia' in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});

export function ControlBar() {
  const t = useWords();
  const session = useMeeting();
  const { microphone, camera, screen } = useAppSelector((state) => state.call.call.publishing);
  const view = useView();
  const fullScreen = useFullScreen();
  const heard = microphone === 'on' || microphone === 'starting';
  const seen = camera !== 'off';
  const sharing = screen !== 'off';
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('control.title')}>
      <ControlButton
        icon={heard ? 'microphone' : 'microphoneOff'}
        label={t(heard ? 'control.mute' : 'control.unmute')}
        short={t(heard ? 'control.mute.short' : 'control.unmute.short')}
        shortcut="M"
        tone={heard ? 'plain' : 'off'}
        onPress={() => void session.setMicrophone(!heard)}
      />
      <ControlButton
        icon={seen ? 'camera' : 'cameraOff'}
        label={t(seen ? 'control.stopVideo' : 'control.startVideo')}
        short={t(seen ? 'control.stopVideo.short' : 'control.startVideo.short')}
        shortcut="V"
        tone={seen ? 'plain' : 'off'}
        onPress={() => void session.setCamera(!seen)}
      />
      {canShare && (
        <ControlButton
          icon={sharing ? 'screenStop' : 'screen'}
          label={t(sharing ? 'control.stopSharing' : 'control.share')}
          short={t(sharing ? 'control.stopSharing.short' : 'control.share.short')}
          shortcut="S"
          tone={sharing ? 'active' : 'plain'}
          onPress={() => void (sharing ? session.stopSharing() : session.shareScreen())}
        />
      )}
      <ChatButton />
      <ControlButton
        className={styles.wideOnly}
        icon={view.view === 'gallery' ? 'speaker' : 'gallery'}
        label={t(view.view === 'gallery' ? 'control.speakerView' : 'control.galleryView')}
        shortcut="G"
        disabled={!view.counts}
        onPress={toggleView}
      />
      {fullScreen.possible && (
        <ControlButton
          className={styles.wideOnly}
          icon={fullScreen.on ? 'fullScreenExit' : 'fullScreen'}
          label={t(fullScreen.on ? 'control.fullScreenExit' : 'control.fullScreen')}
          onPress={fullScreen.toggle}
        />
      )}
      <MoreMenu fullScreen={fullScreen} view={view} />
      <ControlButton icon="leave" label={t('control.leave')} tone="danger" onPress={() => void session.leave()} />
    </div>
  );
}
