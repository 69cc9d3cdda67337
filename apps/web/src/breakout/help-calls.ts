/** Which rooms ask for help, as hosts are told of it: one call a room, however many in it ask; the main room is one too. Pure. */
import type { RoomView, RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';

export interface HelpCall {
  /** null = the main room. */
  readonly room: RoomView | null;
  /** Everybody in it who asks. */
  readonly people: readonly RosterEntry[];
}

/** The main room first, then in the order of the rooms. Who was put away is left out. */
export function helpCalls(
  rooms: readonly RoomView[],
  roster: readonly RosterEntry[],
  putAway: readonly string[] = [],
): readonly HelpCall[] {
  const asking = roster.filter(({ participantId, asksForHelp }) => asksForHelp && !putAway.includes(participantId));
  if (asking.length === 0) return [];
  return [null, ...rooms].flatMap((room) => {
    const people = asking.filter(({ roomId }) => roomId === (room?.roomId ?? null));
    return people.length === 0 ? [] : [{ room, people }];
  });
}
