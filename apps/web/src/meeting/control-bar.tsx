/** The controls of the meeting, always at the bottom, always the same place for each. What has no room there stands in the menu. */
import { BreakoutButton } from '../breakout/breakout-button.tsx';
import { ChatButton } from '../chat/chat-button.tsx';
import { errorWords } from '../i18n/error-words.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { PeopleButton } from '../people/people-button.tsx';
import { RecordButton, useRecordInBar } from '../recording/record-button.tsx';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { reactionsToggled } from '../state/people-slice.ts';
import { canShare } from './can-share.ts';
import { ControlButton } from './control-button.tsx';
import styles from './controls.module.scss';
import { type Switchable, useForbidden } from './forbidden.ts';
import { LeaveButton } from './leave-button.tsx';
import { useMeeting } from './meeting-context.ts';
import { MoreMenu } from './more-menu.tsx';
import { useBarRoom } from './use-bar-room.ts';
import { useFullScreen } from './use-full-screen.ts';
import { toggleView, useView } from './use-view.ts';

export function ControlBar() {
  const t = useWords();
  const session = useMeeting();
  const dispatch = useAppDispatch();
  const room = useBarRoom();
  const recordInBar = useRecordInBar();
  const { microphone, camera } = useAppSelector((state) => state.call.call.publishing);
  const reacting = useAppSelector((state) => state.people.reactionsOpen);
  const view = useView();
  const fullScreen = useFullScreen();
  const heard = microphone === 'on' || microphone === 'starting';
  const seen = camera !== 'off';
  const whyMuted = useReason('microphone', heard);
  const whyUnseen = useReason('camera', seen);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('control.title')}>
      <ControlButton
        icon={heard ? 'microphone' : 'microphoneOff'}
        label={t(heard ? 'control.mute' : 'control.unmute')}
        short={t(heard ? 'control.mute.short' : 'control.unmute.short')}
        shortcut="M"
        tone={heard ? 'plain' : 'off'}
        reason={whyMuted}
        onPress={() => void session.setMicrophone(!heard)}
      />
      <ControlButton
        icon={seen ? 'camera' : 'cameraOff'}
        label={t(seen ? 'control.stopVideo' : 'control.startVideo')}
        short={t(seen ? 'control.stopVideo.short' : 'control.startVideo.short')}
        shortcut="V"
        tone={seen ? 'plain' : 'off'}
        reason={whyUnseen}
        onPress={() => void session.setCamera(!seen)}
      />
      {room !== 'little' && canShare && <ShareButton />}
      <HandButton />
      {room !== 'little' && (
        <ControlButton
          icon="smile"
          label={t('control.react')}
          tone={reacting ? 'active' : 'plain'}
          expanded={reacting}
          onPress={() => dispatch(reactionsToggled(!reacting))}
        />
      )}
      <ChatButton />
      <PeopleButton />
      {room !== 'little' && <BreakoutButton />}
      {recordInBar && <RecordButton />}
      {room === 'much' && (
        <ControlButton
          icon={view.view === 'gallery' ? 'speaker' : 'gallery'}
          label={t(view.view === 'gallery' ? 'control.speakerView' : 'control.galleryView')}
          shortcut="G"
          disabled={!view.counts}
          onPress={toggleView}
        />
      )}
      {room === 'much' && fullScreen.possible && (
        <ControlButton
          icon={fullScreen.on ? 'fullScreenExit' : 'fullScreen'}
          label={t(fullScreen.on ? 'control.fullScreenExit' : 'control.fullScreen')}
          onPress={fullScreen.toggle}
        />
      )}
      <MoreMenu fullScreen={fullScreen} view={view} room={room} />
      <LeaveButton />
    </div>
  );
}

/** Why it cannot be switched on; what is on can always be switched off. */
function useReason(source: Switchable, on: boolean): string | undefined {
  const language = useLanguage();
  const failure = useForbidden(source);
  return failure === undefined || on ? undefined : errorWords(failure, language);
}

function ShareButton() {
  const t = useWords();
  const session = useMeeting();
  const sharing = useAppSelector((state) => state.call.call.publishing.screen !== 'off');
  const reason = useReason('screen', sharing);
  return (
    <ControlButton
      icon={sharing ? 'screenStop' : 'screen'}
      label={t(sharing ? 'control.stopSharing' : 'control.share')}
      short={t(sharing ? 'control.stopSharing.short' : 'control.share.short')}
      shortcut="S"
      tone={sharing ? 'active' : 'plain'}
      reason={reason}
      onPress={() => void (sharing ? session.stopSharing() : session.shareScreen())}
    />
  );
}

function HandButton() {
  const t = useWords();
  const session = useMeeting();
  const raised = useAppSelector(({ call: { call } }) =>
    call.participants.some(({ isSelf, handOrder }) => isSelf && handOrder !== null),
  );
  return (
    <ControlButton
      icon="hand"
      label={t(raised ? 'control.lowerHand' : 'control.raiseHand')}
      short={t(raised ? 'control.lowerHand.short' : 'control.raiseHand.short')}
      shortcut="H"
      tone={raised ? 'active' : 'plain'}
      onPress={() => void session.raiseHand(!raised)}
    />
  );
}
