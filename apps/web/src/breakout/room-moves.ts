/** What it means to let people go over a room, and what takes that back. Pure. */
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';
import { placeOf } from './by-room.ts';

/** All of them at once, to one room; null = to none. */
export interface Move {
  readonly participantIds: readonly string[];
  readonly roomId: string | null;
}

/** Who is carried: all that are selected, where the one that was taken hold of is among them, else that one alone. */
export const carried = (heldId: string, selected: ReadonlySet<string>): readonly string[] =>
  selected.has(heldId) ? [...selected] : [heldId];

/** Undefined = it would change nothing: whoever is there already stays, and whoever has left cannot be moved. */
export function moveOf(
  participantIds: readonly string[],
  roomId: string | null,
  { roster, open }: { readonly roster: readonly RosterEntry[]; readonly open: boolean },
): Move | undefined {
  const named = new Set(participantIds);
  const moved = roster.filter((entry) => named.has(entry.participantId) && placeOf(entry, open) !== roomId);
  return moved.length === 0 ? undefined : { participantIds: moved.map(({ participantId }) => participantId), roomId };
}

/** Where these people are, to be put back there. */
export function placesOf(
  participantIds: readonly string[],
  { roster, open }: { readonly roster: readonly RosterEntry[]; readonly open: boolean },
): ReadonlyMap<string, string | null> {
  const named = new Set(participantIds);
  return new Map(
    roster
      .filter(({ participantId }) => named.has(participantId))
      .map((entry) => [entry.participantId, placeOf(entry, open)]),
  );
}

/** As few moves as bring everybody to where they were; a room that is gone meanwhile counts as none. */
export function movesBack(
  places: ReadonlyMap<string, string | null>,
  now: { readonly roster: readonly RosterEntry[]; readonly open: boolean; readonly roomIds: readonly string[] },
): readonly Move[] {
  const byRoom = new Map<string | null, string[]>();
  for (const [participantId, before] of places) {
    const roomId = before !== null && now.roomIds.includes(before) ? before : null;
    byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), participantId]);
  }
  return [...byRoom].flatMap(([roomId, participantIds]) => moveOf(participantIds, roomId, now) ?? []);
}
