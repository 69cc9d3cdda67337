/** Somebody in the roster, for tests: the name is the id as well. */
import type { RosterEntry } from '@veche/contracts/signalling/breakout-view.ts';

export const person = (name: string, changes: Partial<RosterEntry> = {}): RosterEntry => ({
  participantId: name,
  name,
  role: 'guest',
  connected: true,
  roomId: null,
  assignedRoomId: null,
  isOwner: false,
  handOrder: null,
  asksForHelp: false,
  ...changes,
});
