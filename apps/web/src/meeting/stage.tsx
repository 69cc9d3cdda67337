/** Lays the tiles out on the room that there is, and tells the call exactly which pictures are on the screen and how large. */
import { limits } from '@veche/contracts/limits.ts';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { arrange, pageSize } from '../layout/arrange.ts';
import type { Size } from '../layout/rect.ts';
import { emptySeating, seat } from '../layout/seating.ts';
import { CornerReactions } from '../people/shown-reactions.tsx';
import { dialogOpened, pageTurned } from '../state/call-slice.ts';
import { useAppDispatch, useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';
import { useMeeting } from './meeting-context.ts';
import styles from './stage.module.scss';
import { Tile } from './tile.tsx';
import { type MeetingTile, seated, stageKeyOf, tileKey, tilesOf } from './tiles.ts';

export function Stage() {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { call } = useMeeting();
  const element = useRef<HTMLDivElement>(null);
  const area = useSize(element);
  const { participants, tracksVersion } = useAppSelector((state) => state.call.call);
  const { pinnedKey, page } = useAppSelector((state) => state.call);
  const { view, selfViewHidden } = useAppSelector((state) => state.preferences);
  const speakerId = useLastSpeaker();

  const everybody = useMemo(() => tilesOf(participants, selfViewHidden), [participants, selfViewHidden]);
  const stageKey = stageKeyOf(everybody, { view, pinnedKey, speakerId });
  const tiles = useSeats(everybody, stageKey, area, speakerId);
  const arrangement = useMemo(
    () => arrange({ keys: tiles.map(({ key }) => key), stageKey, area, page, tilesPerPage: limits.tilesPerPage }),
    [tiles, stageKey, area, page],
  );
  const byKey = new Map(tiles.map((tile) => [tile.key, tile]));
  const shown = arrangement.placed.flatMap(({ key, rect, part }) => {
    const tile = byKey.get(key);
    return tile === undefined ? [] : [{ tile, rect, part }];
  });

  const pictures = shown
    .filter(({ tile }) => tile.videoOn && !tile.isSelf)
    .map(({ tile: { participantId, source }, rect }) => ({
      participantId,
      source,
      widthPx: Math.round(rect.width * window.devicePixelRatio),
      heightPx: Math.round(rect.height * window.devicePixelRatio),
    }));
  const told = JSON.stringify(pictures);
  // `told` is `pictures`, compared by value
  useEffect(() => call.setTiles(pictures), [call, told]);

  const seen = new Set(shown.filter(({ tile }) => tile.source === 'camera').map(({ tile }) => tile.participantId));
  const roomsOpen = useAppSelector((state) => state.call.call.breakout?.open ?? false);
  const alone = participants.length === 1 && tiles.every(({ source }) => source === 'camera');
  return (
    <section className={styles.frame} aria-label={t('meeting.people')}>
      <div ref={element} className={styles.stage}>
        {shown.map(({ tile, rect, part }) => (
          <Tile
            key={tile.key}
            tile={tile}
            rect={rect}
            part={part}
            pinned={tile.key === pinnedKey}
            track={tile.videoOn ? call.track(tile.participantId, tile.source) : undefined}
            tracksVersion={tracksVersion}
          />
        ))}
        <CornerReactions seen={seen} />
      </div>
      {alone && (
        <div className={styles.alone}>
          <p>{t(roomsOpen ? 'rooms.nobodyHere' : 'meeting.alone')}</p>
          <button type="button" onClick={() => dispatch(dialogOpened('invite'))}>
            {t('meeting.invite')}
          </button>
        </div>
      )}
      {arrangement.pages > 1 && <Pages page={arrangement.page} pages={arrangement.pages} />}
    </section>
  );
}

/** Who speaks comes to the first page. Seats are remembered from one drawing to the next. */
function useSeats(
  tiles: readonly MeetingTile[],
  stageKey: string | undefined,
  area: Size,
  speakerId: string | null,
): readonly MeetingTile[] {
  const seating = useRef(emptySeating);
  const keys = tiles.filter(({ source, isSelf }) => source === 'camera' && !isSelf).map(({ key }) => key);
  const size = pageSize({ count: tiles.length, stageKey, area, tilesPerPage: limits.tilesPerPage });
  const fixed = tiles.filter(({ key, source, isSelf }) => key !== stageKey && (source === 'screen' || isSelf)).length;
  const speaker = speakerId === null ? undefined : tileKey(speakerId, 'camera');
  // Until the room is measured there is no first page to come to.
  const firstPage = area.width < 1 ? 0 : Math.max(0, size - fixed);
  seating.current = seat(seating.current, { keys, firstPage, speaker, staged: stageKey });
  const { order } = seating.current;
  return useMemo(() => seated(tiles, order), [tiles, order]);
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const t = useWords();
  const dispatch = useAppDispatch();
  return (
    <nav className={styles.pages} aria-label={t('pages.title')}>
      <button
        type="button"
        aria-label={t('pages.previous')}
        disabled={page === 0}
        onClick={() => dispatch(pageTurned(page - 1))}
      >
        <Icon name="previous" />
      </button>
      <span>{t('pages.of', { page: page + 1, pages })}</span>
      <button
        type="button"
        aria-label={t('pages.next')}
        disabled={page === pages - 1}
        onClick={() => dispatch(pageTurned(page + 1))}
      >
        <Icon name="next" />
      </button>
    </nav>
  );
}

function useSize(element: React.RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = measured;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Who spoke last of the others: one's own voice does not put oneself on the stage. */
function useLastSpeaker(): string | null {
  const { activeParticipantId, selfId } = useAppSelector((state) => state.call.call);
  const last = useRef<string | null>(null);
  if (activeParticipantId !== null && activeParticipantId !== selfId) last.current = activeParticipantId;
  return last.current;
}
