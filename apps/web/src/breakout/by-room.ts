/** Everybody in the meeting sorted into rooms, as the hosts' panel shows them. Pure; a list that did not change stays the same object. */
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';

export interface ByRoom {
  /** In the main room, or before the rooms are open: meant for none. */
  readonly free: readonly RosterEntry[];
  /** By the room's id; every room has its list. */
  readonly rooms: ReadonlyMap<string, readonly RosterEntry[]>;
}

export const emptyByRoom: ByRoom = { free: [], rooms: new Map() };

/** While the rooms are open it counts where people are, before that for which room they are meant. */
export const placeOf = ({ roomId, assignedRoomId }: RosterEntry, open: boolean): string | null =>
  open ? roomId : assignedRoomId;

export interface Sorting {
  readonly roster: readonly RosterEntry[];
  readonly roomIds: readonly string[];
  readonly open: boolean;
}

/** Hosts first, then by name, so that somebody can be found with the eye; a room that is unknown counts as none. */
export function byRoom({ roster, roomIds, open }: Sorting, before: ByRoom = emptyByRoom): ByRoom {
  const free: RosterEntry[] = [];
  const rooms = new Map<string, RosterEntry[]>(roomIds.map((roomId) => [roomId, []]));
  for (const entry of roster) {
    const place = placeOf(entry, open);
    ((place === null ? undefined : rooms.get(place)) ?? free).push(entry);
  }
  const sorted = new Map<string, readonly RosterEntry[]>();
  for (const [roomId, people] of rooms) sorted.set(roomId, kept(before.rooms.get(roomId), people.sort(byName)));
  return { free: kept(before.free, free.sort(byName)), rooms: sorted };
}

/** Whose name has every word of `search` in it, in whatever case. An empty search finds everybody. */
export function found(people: readonly RosterEntry[], search: string): readonly RosterEntry[] {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return people;
  return people.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** Comparing five hundred names by locale anew each time takes longer than everything else here. */
const collator = new Intl.Collator(undefined, { numeric: true });

const byName = (one: RosterEntry, other: RosterEntry): number =>
  Number(one.role === 'guest') - Number(other.role === 'guest') ||
  collator.compare(one.name, other.name) ||
  (one.participantId < other.participantId ? -1 : 1);

function kept(before: readonly RosterEntry[] | undefined, now: readonly RosterEntry[]): readonly RosterEntry[] {
  const same = before !== undefined && before.length === now.length && now.every((entry, at) => entry === before[at]);
  return same ? before : now;
}
