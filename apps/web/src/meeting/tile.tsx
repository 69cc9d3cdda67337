/** One person, or one shared screen: picture or initials, name, and marks for muted, speaking, network and pin. */
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import type { Placed } from '../layout/arrange.ts';
import type { Rect } from '../layout/rect.ts';
import { VideoPicture } from '../media/video-picture.tsx';
import { HandMark } from '../people/hand-mark.tsx';
import { TileReactions } from '../people/shown-reactions.tsx';
import { pinToggled } from '../state/call-slice.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { NetworkMark } from './network-mark.tsx';
import styles from './tile.module.scss';
import type { MeetingTile } from './tiles.ts';

interface TileProps {
  tile: MeetingTile;
  rect: Rect;
  part: Placed['part'];
  pinned: boolean;
  track: MediaStreamTrack | undefined;
  /** Changes when `track` may have; only there to draw again. */
  tracksVersion: number;
}

export function Tile({ tile, rect, part, pinned, track }: TileProps) {
  const t = useWords();
  const { name, isSelf, source, speaking, connected } = tile;
  const label = source === 'screen' ? t('tile.screenOf', { name }) : name;
  const small = rect.width < 200 || rect.height < 130;
  const className = [
    styles.tile,
    speaking ? styles.speaking : '',
    source === 'screen' ? styles.screen : '',
    isSelf && source === 'camera' ? styles.mirrored : '',
    small ? styles.small : '',
    connected ? '' : styles.away,
  ].join(' ');
  return (
    <figure
      className={className}
      aria-label={label}
      data-part={part}
      style={{ width: rect.width, height: rect.height, transform: `translate(${rect.x}px, ${rect.y}px)` }}
    >
      <Avatar name={name} size={Math.max(36, Math.min(140, Math.round(Math.min(rect.width, rect.height) * 0.42)))} />
      {track !== undefined && <Picture track={track} />}
      {tile.handPlace !== undefined && <HandMark place={tile.handPlace} small={small} />}
      {source === 'camera' && <TileReactions participantId={tile.participantId} />}
      <figcaption>
        {tile.muted && (
          <span className={styles.muted}>
            <Icon name="microphoneOff" size={small ? 14 : 16} />
            <span className="visually-hidden">{t('tile.muted')}</span>
          </span>
        )}
        <span className={styles.name} title={label}>
          {label}
        </span>
        {isSelf && source === 'camera' && <span className={styles.you}>{t('tile.you')}</span>}
        {!connected && <span className={styles.note}>{t('tile.away')}</span>}
        <NetworkMark grade={tile.network} />
      </figcaption>
      <PinButton tileKey={tile.key} label={label} pinned={pinned} />
    </figure>
  );
}

/** Covers the initials once there is something to see. Portrait pictures (a phone held upright) are shown whole, others fill the tile. */
function Picture({ track }: { track: MediaStreamTrack }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const video = holder.current?.querySelector('video');
    if (video == null) return;
    const look = (): void => {
      holder.current?.toggleAttribute('data-seen', video.videoWidth > 0);
      holder.current?.toggleAttribute('data-portrait', video.videoHeight > video.videoWidth);
    };
    look();
    const moments = ['loadeddata', 'resize', 'emptied'] as const;
    for (const moment of moments) video.addEventListener(moment, look);
    return () => {
      for (const moment of moments) video.removeEventListener(moment, look);
    };
  }, []);
  return (
    <div ref={holder} className={styles.picture}>
      <VideoPicture track={track} />
    </div>
  );
}

function PinButton({ tileKey, label, pinned }: { tileKey: string; label: string; pinned: boolean }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  const words = t(pinned ? 'tile.unpin' : 'tile.pin', { name: label });
  return (
    <button
      type="button"
      className={`${styles.pin} ${pinned ? styles.pinned : ''}`}
      aria-pressed={pinned}
      aria-label={words}
      title={words}
      onClick={() => dispatch(pinToggled(tileKey))}
    >
      <Icon name="pin" size={18} />
    </button>
  );
}
