/** The player's own controls, over the picture at its foot. */
import type { Chapter } from '@veche/contracts/rest/recordings.ts';
import { useWords } from '../../i18n/use-words.ts';
import { duration } from '../../meeting/duration.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './controls.module.scss';
import type { Player, PlayerState } from './player.ts';
import { speeds } from './player-keys.ts';
import { SeekBar } from './seek-bar.tsx';
import { focusPlayer } from './use-player-keys.ts';

interface ControlsProps {
  player: Player | undefined;
  state: PlayerState;
  chapters: readonly Chapter[];
  captions: { readonly on: boolean; readonly there: boolean; toggle(): void };
  fullScreen: { readonly on: boolean; readonly possible: boolean; toggle(): void };
  onHelp: () => void;
}

export function Controls({ player, state, chapters, captions, fullScreen, onHelp }: ControlsProps) {
  const t = useWords();
  const { atMs, durationMs, bufferedMs, playing, muted, volume, speed, live } = state;
  const silent = muted || volume === 0;
  return (
    <section className={styles.controls} aria-label={t('player.controls')}>
      <SeekBar
        atMs={atMs}
        durationMs={durationMs}
        bufferedMs={bufferedMs}
        chapters={chapters}
        onSeek={(to) => player?.seek(to)}
      />
      <div className={styles.row}>
        <Act
          icon={playing ? 'pause' : 'play'}
          label={t(playing ? 'player.pause' : 'player.play')}
          onPress={() => player?.toggle()}
        />
        <Act icon="back" label={t('player.back')} className={styles.roomy} onPress={() => player?.skip(-10)} />
        <Act icon="forward" label={t('player.forward')} className={styles.roomy} onPress={() => player?.skip(10)} />
        <Act
          icon={silent ? 'soundOff' : 'sound'}
          label={t(silent ? 'player.unmute' : 'player.mute')}
          onPress={() => player?.toggleMuted()}
        />
        <input
          className={styles.volume}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={silent ? 0 : volume}
          aria-label={t('player.volume')}
          aria-valuetext={`${Math.round((silent ? 0 : volume) * 100)} %`}
          onChange={(event) => player?.setVolume(Number(event.target.value))}
        />
        <p className={styles.time}>
          <span>{duration(atMs)}</span>
          <span className={styles.length}> / {duration(durationMs)}</span>
        </p>
        {live !== null && <Live live={live} onGoLive={() => player?.goLive()} />}
        <span className={styles.gap} />
        <label className={styles.speed} title={t('player.speed')}>
          <span className="visually-hidden">{t('player.speed')}</span>
          <select value={String(speed)} onChange={(event) => player?.setSpeed(Number(event.target.value))}>
            {speeds.map((one) => (
              <option key={one} value={String(one)}>
                {t('player.speedOf', { speed: one })}
              </option>
            ))}
          </select>
        </label>
        {captions.there && (
          <Act icon="captions" label={t('player.captions')} pressed={captions.on} onPress={captions.toggle} />
        )}
        <Act icon="help" label={t('player.help')} className={styles.keyboardOnly} onPress={onHelp} />
        {fullScreen.possible && (
          <Act
            icon={fullScreen.on ? 'fullScreenExit' : 'fullScreen'}
            label={t(fullScreen.on ? 'player.fullScreenExit' : 'player.fullScreen')}
            onPress={fullScreen.toggle}
          />
        )}
      </div>
    </section>
  );
}

function Live({ live, onGoLive }: { live: NonNullable<PlayerState['live']>; onGoLive: () => void }) {
  const t = useWords();
  if (live.now)
    return (
      <p className={`${styles.live} ${styles.now}`}>
        <i aria-hidden="true" />
        {t('player.live')}
      </p>
    );
  return (
    <button
      type="button"
      className={styles.live}
      title={t('player.behind', { time: duration(live.behindMs) })}
      onClick={({ currentTarget }) => {
        // It goes away.
        focusPlayer(currentTarget);
        onGoLive();
      }}
    >
      <i aria-hidden="true" />
      {t('player.goLive')}
    </button>
  );
}

interface ActProps {
  icon: IconName;
  label: string;
  className?: string | undefined;
  pressed?: boolean;
  onPress: () => void;
}

const Act = ({ icon, label, className = '', pressed, onPress }: ActProps) => (
  <button
    type="button"
    className={`${styles.act} ${className}`}
    aria-label={label}
    aria-pressed={pressed}
    title={label}
    onClick={(event) => {
      // After a click the space bar shall play and pause, not press this button again; by keyboard the focus stays.
      if (event.detail > 0) focusPlayer(event.currentTarget);
      onPress();
    }}
  >
    <Icon name={icon} size={22} />
  </button>
);
