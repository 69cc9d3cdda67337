/** The picture with what lies over it: who is shown, what it waits for, the controls. A click plays or pauses, two clicks fill the screen. */
import type { RecordingTimeline, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { Captions } from './captions.ts';
import { shownAt } from './chapters.ts';
import { Controls } from './controls.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import styles from './picture.module.scss';
import { pictureWords } from './picture-words.ts';
import type { Player, PlayerState } from './player.ts';
import { type PlayerAct, speedAfter } from './player-keys.ts';
import { useIdle } from './use-idle.ts';
import { usePictureFullScreen } from './use-picture-full-screen.ts';
import { focusPlayer, playerPlace, usePlayerKeys } from './use-player-keys.ts';

interface PictureProps {
  view: RecordingView;
  timeline: RecordingTimeline;
  video: RefObject<HTMLVideoElement | null>;
  player: Player | undefined;
  state: PlayerState;
}

export function Picture({ view, timeline, video, player, state }: PictureProps) {
  const t = useWords();
  const frame = useRef<HTMLDivElement>(null);
  // Later addresses show the same.
  const [poster] = useState(view.thumbnail);
  const [helping, setHelping] = useState(false);
  const captions = useCaptions(video, timeline);
  const fullScreen = usePictureFullScreen(frame, video);
  const idle = useIdle(frame, state.playing && !state.waiting);
  usePlayerKeys((act) => {
    if (act.act === 'help') setHelping(true);
    else if (act.act === 'captions') captions.toggle();
    else if (act.act === 'fullScreen') fullScreen.toggle();
    else if (player !== undefined) obey(player, act);
  });
  // The finished file has the names in its picture.
  const named = player?.playing !== 'file' || !view.downloads.some(({ kind }) => kind === 'video');
  const shown = state.shown && named ? shownAt(timeline.chapters, state.atMs) : undefined;
  const words = pictureWords(view, state);
  const canStart = player !== undefined && player.playing !== 'none' && !state.unplayable;
  return (
    <div ref={frame} className={styles.frame} tabIndex={-1} data-idle={idle || undefined} {...{ [playerPlace]: '' }}>
      <video
        ref={video}
        playsInline
        preload="auto"
        aria-label={t('player.video', { name: view.name })}
        {...(poster === null ? {} : { poster })}
        onClick={() => player?.toggle()}
        onDoubleClick={fullScreen.toggle}
      />
      {shown?.name && (
        <p className={styles.name}>
          {shown.kind === 'screen' && <Icon name="screen" size={16} />}
          {shown.name}
        </p>
      )}
      {words !== undefined && (
        <p className={styles.words} role="status">
          {t(words)}
        </p>
      )}
      {state.waiting && words === undefined && (
        <span className={styles.spinner} role="status" aria-label={t('player.loading')} />
      )}
      {!state.playing && !state.ended && words === undefined && canStart && (
        <button
          type="button"
          className={styles.start}
          aria-hidden="true"
          tabIndex={-1}
          onClick={({ currentTarget }) => {
            focusPlayer(currentTarget);
            player.toggle();
          }}
        >
          <Icon name="play" size={40} />
        </button>
      )}
      <div className={styles.foot}>
        <Controls
          player={player}
          state={state}
          chapters={timeline.chapters}
          captions={{ ...captions, there: timeline.chat.length > 0 }}
          fullScreen={fullScreen}
          onHelp={() => setHelping(true)}
        />
      </div>
      {helping && <KeysDialog onClose={() => setHelping(false)} />}
    </div>
  );
}

function obey(player: Player, act: PlayerAct): void {
  const { muted, volume, speed, durationMs } = player.state;
  switch (act.act) {
    case 'toggle':
      player.toggle();
      break;
    case 'mute':
      player.toggleMuted();
      break;
    case 'skip':
      player.skip(act.seconds);
      break;
    case 'louder':
      player.setVolume((muted ? 0 : volume) + act.by);
      break;
    case 'speed':
      player.setSpeed(speedAfter(speed, act.steps));
      break;
    case 'jump':
      player.seek(act.to * durationMs);
  }
}

function useCaptions(video: RefObject<HTMLVideoElement | null>, { chat }: RecordingTimeline) {
  const t = useWords();
  const language = useLanguage();
  const made = useRef<Captions>(undefined);
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (video.current === null || (made.current === undefined && chat.length === 0)) return;
    // A track can never be taken away again: one for as long as the video stands.
    made.current ??= new Captions(video.current, t('player.captions'), language);
    made.current.setChat(chat);
  }, [video, chat, t, language]);
  useEffect(() => {
    if (made.current !== undefined) made.current.on = on;
  }, [on]);
  return { on, toggle: () => setOn((before) => !before) };
}
