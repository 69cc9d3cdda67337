/**
 * Breakout rooms as people see them. A room is a conference of its own with `parent_id`; whoever is in one is in the meeting as before, and in no other
 * room. Guests are told what concerns them, hosts everything.
 */
import Type, { type Static } from 'typebox';
import { ConferenceId, ParticipantId } from '../ids.ts';
import { Role } from './conference-view.ts';

/** null = the main room. */
export const RoomIdOrMain = Type.Union([ConferenceId, Type.Null()]);

export const RoomView = Type.Object({ roomId: ConferenceId, name: Type.String() });

export const BreakoutView = Type.Object({
  open: Type.Boolean(),
  /** Of a guest: those that they may enter, while the rooms are open; may be none. Of hosts: all. In the order of their making. */
  rooms: Type.Array(RoomView),
  /** People choose their room themselves. */
  byChoice: Type.Boolean(),
  /** People may go back to the main room when they like. */
  mayReturn: Type.Boolean(),
  /** The rooms close by themselves then (milliseconds since the epoch); null = when a host closes them. */
  closesAtMs: Type.Union([Type.Number(), Type.Null()]),
  /** The room that this person is meant for; null = none. */
  assignedRoomId: RoomIdOrMain,
  /** This person has called for a host, and none has come yet. */
  asksForHelp: Type.Boolean(),
});

/** Somebody in the meeting, in whatever room, as hosts see them. */
export const RosterEntry = Type.Object({
  participantId: ParticipantId,
  name: Type.String(),
  role: Role,
  isOwner: Type.Boolean(),
  connected: Type.Boolean(),
  /** Where they are. */
  roomId: RoomIdOrMain,
  assignedRoomId: RoomIdOrMain,
  handOrder: Type.Union([Type.Integer(), Type.Null()]),
  asksForHelp: Type.Boolean(),
});

export const WaitingView = Type.Object({
  participantId: ParticipantId,
  name: Type.String(),
  connected: Type.Boolean(),
  sinceMs: Type.Number(),
});

/** What hosts and co-hosts see beside their own room. */
export const HostView = Type.Object({ waiting: Type.Array(WaitingView), roster: Type.Array(RosterEntry) });

export type RoomView = Static<typeof RoomView>;
export type BreakoutView = Static<typeof BreakoutView>;
export type RosterEntry = Static<typeof RosterEntry>;
export type WaitingView = Static<typeof WaitingView>;
export type HostView = Static<typeof HostView>;
