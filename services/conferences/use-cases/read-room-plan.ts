/** The breakout rooms of a meeting and who is meant for which, as its owner prepared them or hosts left them. */
import type { RoomPlan } from '@veche/contracts/rest/room-plan.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';
import { findOwn } from './find-conference.ts';

/** Throws `conference_not_found`, `not_the_owner`. */
export async function readRoomPlan(parts: ConferencesParts, id: string, userId: string): Promise<RoomPlan> {
  const row = await findOwn(parts, id, userId);
  return roomPlan((await parts.liveConferences.kept(row.id)) ?? newlyKept(row));
}

export function roomPlan({ rooms, prepared, byChoice, mayReturn }: KeptMeeting): RoomPlan {
  const planned = rooms.map(({ roomId, name }) => ({
    id: roomId,
    name,
    people: prepared.filter((person) => person.roomId === roomId).map(({ email }) => email),
  }));
  return { rooms: planned, byChoice, mayReturn };
}

/** Of a meeting in which nobody has been. */
export function newlyKept(row: ConferenceRow): KeptMeeting {
  return {
    policy: { lobby: row.lobby === 1, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true },
    rooms: [],
    roomsMade: 0,
    open: false,
    byChoice: false,
    mayReturn: true,
    closesAtMs: null,
    prepared: [],
    people: [],
    removed: [],
    hands: 0,
    attendance: { most: 0, personMs: 0, openMs: 0 },
  };
}
