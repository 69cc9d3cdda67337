/**
 * Rooms and the people in them. People are selected and carried to a room: by the mouse, or by "Move to…", which the key M opens as well. Nothing is
 * kept here but what is selected and which rooms are unfolded.
 */
import type { BreakoutView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useFocusStays } from '../ui/use-focus-stays.ts';
import styles from './board.module.scss';
import { type ByRoom, byRoom, emptyByRoom, found } from './by-room.ts';
import { MoveDialog } from './move-dialog.tsx';
import { PeopleList } from './people-list.tsx';
import { RoomCard } from './room-card.tsx';
import { RoomsTools } from './rooms-tools.tsx';
import { noRoom, useDragging } from './use-dragging.ts';
import { useActs } from './use-room-acts.ts';

interface RoomBoardProps {
  roster: readonly RosterEntry[];
  breakout: BreakoutView;
  /** The room in which the host is who looks. */
  ownRoomId: string | null;
}

/** More than so many are first shown folded, with how many people are in each. */
const unfoldedRooms = 12;
const unfoldedPeople = 120;

export function RoomBoard({ roster, breakout, ownRoomId }: RoomBoardProps) {
  const t = useWords();
  const acts = useActs();
  const { rooms, open } = breakout;
  const board = useRef<HTMLElement>(null);
  useFocusStays(board);
  const [search, setSearch] = useState('');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [moving, setMoving] = useState<readonly string[]>();
  const sorted = useByRoom(roster, breakout);
  const folding = useFolding(rooms.length <= unfoldedRooms && roster.length <= unfoldedPeople);
  const names = useMemo(() => new Map(rooms.map(({ roomId, name }) => [roomId, name])), [rooms]);
  // Whoever has left is not selected any more.
  const selected = useMemo(() => {
    const here = new Set(roster.map(({ participantId }) => participantId));
    return new Set([...ticked].filter((id) => here.has(id)));
  }, [ticked, roster]);

  const move = (participantIds: readonly string[], roomId: string | null): void => {
    setMoving(undefined);
    setTicked((before) => new Set([...before].filter((id) => !participantIds.includes(id))));
    void acts.move(participantIds, roomId);
  };
  const { onDragStart, onDragOver, onDragLeave, onDragEnd, onDrop } = useDragging({
    selected,
    wordsFor: (count) => t('meeting.count', { count }),
    onDrop: move,
  });
  const click = ({ target }: MouseEvent): void => {
    const id = idAt(target);
    if (id !== undefined) setTicked((before) => toggled(before, id));
  };
  const keyDown = (event: KeyboardEvent): void => {
    const isInQuestion =
      event.target instanceof Element && event.target.closest('dialog')?.contains(board.current) !== true;
    if (isInQuestion) return;
    const id = idAt(event.target);
    if (event.key === 'Escape' && selected.size > 0) {
      event.preventDefault();
      setTicked(new Set());
    }
    // By its place on the keyboard, so that it is the same key in any layout.
    if (id === undefined || event.code !== 'KeyM' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setMoving(selected.size > 0 ? [...selected] : [id]);
  };
  const free = found(sorted.free, search);
  const helped = sorted.free.filter(({ asksForHelp }) => asksForHelp);
  const nameOf = (id: string | undefined): string =>
    roster.find(({ participantId }) => participantId === id)?.name ?? '';

  return (
    <section
      ref={board}
      className={styles.board}
      tabIndex={-1}
      aria-label={t('rooms.title')}
      onClick={click}
      onKeyDown={keyDown}
      onDragStart={onDragStart}
      onDragOver={onDragOver}
      onDragLeave={onDragLeave}
      onDragEnd={onDragEnd}
      onDrop={onDrop}
    >
      <RoomsTools breakout={breakout} search={search} onSearch={setSearch} />
      <div className={styles.free} data-drop={noRoom}>
        <div className={styles.freeHead}>
          <h3>{t(open ? 'rooms.inMain' : 'rooms.notInRoom')}</h3>
          <span className={styles.count}>{sorted.free.length}</span>
          {free.length > 0 && (
            <Button weight="quiet" onClick={() => setTicked(new Set(free.map(({ participantId }) => participantId)))}>
              {t('rooms.selectAll')}
            </Button>
          )}
        </div>
        {helped.length > 0 && (
          <p className={styles.help}>
            <Icon name="help" size={18} />
            {t('rooms.helpBy', { names: helped.map(({ name }) => name).join(', ') })}
          </p>
        )}
        {free.length > 0 ? (
          <PeopleList
            label={t(open ? 'rooms.inMain' : 'rooms.notInRoom')}
            people={free}
            selected={selected}
            roomNames={open ? names : undefined}
          />
        ) : (
          <p className={styles.nobody}>{t(sorted.free.length === 0 ? 'rooms.nobodyFree' : 'rooms.notFoundHere')}</p>
        )}
      </div>
      <ul className={styles.rooms} aria-label={t('rooms.list')}>
        {rooms.map((room) => {
          const people = sorted.rooms.get(room.roomId) ?? [];
          const shown = found(people, search);
          return (
            <RoomCard
              key={room.roomId}
              room={room}
              people={people}
              shown={shown}
              selected={selected}
              expanded={search.trim() === '' ? folding.isUnfolded(room.roomId) : shown.length > 0}
              onToggle={folding.toggle}
              open={open}
              here={room.roomId === ownRoomId}
            />
          );
        })}
      </ul>
      {selected.size > 0 && (
        <div className={styles.selection}>
          <span>{t('rooms.selected', { count: selected.size })}</span>
          <Button weight="primary" aria-keyshortcuts="M" onClick={() => setMoving([...selected])}>
            {t('rooms.moveTo')}
          </Button>
          <Button weight="quiet" onClick={() => setTicked(new Set())}>
            {t('rooms.selectNone')}
          </Button>
        </div>
      )}
      {moving && (
        <MoveDialog
          title={
            moving.length === 1
              ? t('rooms.moveOne', { name: nameOf(moving[0]) })
              : t('rooms.moveMany', { count: moving.length })
          }
          rooms={rooms}
          counts={new Map([...sorted.rooms].map(([roomId, people]) => [roomId, people.length]))}
          onMove={(roomId) => move(moving, roomId)}
          onClose={() => setMoving(undefined)}
        />
      )}
      <SelectionTold count={selected.size} />
    </section>
  );
}

function idAt(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-person]')?.dataset.person : undefined;
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const now = new Set(before);
  if (!now.delete(id)) now.add(id);
  return now;
}

/** Lists that did not change stay the same objects, so that only rooms in which something happens are drawn anew. */
function useByRoom(roster: readonly RosterEntry[], { rooms, open }: BreakoutView): ByRoom {
  const before = useRef(emptyByRoom);
  return useMemo(() => {
    before.current = byRoom({ roster, roomIds: rooms.map(({ roomId }) => roomId), open }, before.current);
    return before.current;
  }, [roster, rooms, open]);
}

/** Which rooms show their people: all or none at first, and what somebody has folded or unfolded stays so. */
function useFolding(unfoldedAtFirst: boolean) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map());
  const isUnfolded = (roomId: string): boolean => changed.get(roomId) ?? unfoldedAtFirst;
  const latest = useRef(isUnfolded);
  latest.current = isUnfolded;
  const toggle = useCallback((roomId: string): void => {
    setChanged((before) => new Map(before).set(roomId, !latest.current(roomId)));
  }, []);
  return { isUnfolded, toggle };
}

/** Told a moment later, once it is clear that no further one follows. */
function SelectionTold({ count }: { count: number }) {
  const t = useWords();
  const [told, setTold] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setTold(count), 600);
    return () => clearTimeout(timer);
  }, [count]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {told > 0 && t('rooms.selected', { count: told })}
    </div>
  );
}
