/** Recordings of the breakout rooms, at the main one's page. */
import { recordingsPagePath } from '@veche/contracts/recording/recording-paths.ts';
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { dayAndTime } from '../../meetings/dates.ts';
import { Thumbnail } from '../list/thumbnail.tsx';
import { stateWords } from '../recording-words.ts';
import styles from './player-page.module.scss';

/** `hash`: a shared link's key opens these too, as far as the server lets it. */
export function Rooms({ rooms, hash }: { rooms: readonly RecordingSummary[]; hash: string }) {
  const t = useWords();
  const language = useLanguage();
  if (rooms.length === 0) return null;
  return (
    <section className={styles.card} aria-labelledby="rooms-title">
      <h2 id="rooms-title">{t('player.roomsTitle')}</h2>
      <ul className={styles.rooms}>
        {rooms.map((room) => (
          <li key={room.id}>
            <Link to={`${recordingsPagePath}/${room.id}${hash}`}>
              <Thumbnail src={room.thumbnail} lengthMs={room.durationMs} live={room.state === 'recording'} />
              <strong>{room.roomName ?? room.name}</strong>
              <span>
                {dayAndTime(room.startedAt, language)}
                {room.state !== 'ready' && ` · ${stateWords(room, undefined, t)}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
