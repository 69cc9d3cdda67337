/** The owner prepares breakout rooms while nobody is inside. Once somebody is, hosts have them in hand there. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { RoomPlan, RoomPlanRequest } from '@veche/contracts/rest/room-plan.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { v4 as uuid } from 'uuid';
import type { ConferencesParts } from '../conferences-parts.ts';
import { parseRoomPlan } from '../domain/room-plan.ts';
import { findOwnUnended } from './find-conference.ts';
import { keepRooms } from './keep-rooms.ts';
import { newlyKept, roomPlan } from './read-room-plan.ts';

/**
 * Throws what the rules of rooms throw, `no_more_rooms`, `conference_not_found`, `not_the_owner`, `conference_ended`, `rooms_open` while somebody is inside, and
 * `room_not_found` for an id that is none of the meeting's rooms.
 */
export async function prepareRooms(
  parts: ConferencesParts,
  id: string,
  request: RoomPlanRequest,
  userId: string,
): Promise<RoomPlan> {
  const row = await findOwnUnended(parts, id, userId);
  const planned = parseRoomPlan(request.rooms);
  if ((parts.live(row.id)?.participants ?? 0) > 0) throw new VecheError('rooms_open');
  // Who was last inside may just have left: what was told of that comes before.
  await parts.liveWriter.settled(row.id);
  const there = new Set((await parts.rooms.of(row.id)).filter((room) => room.ended_at === null).map((room) => room.id));
  if (planned.some((room) => room.id !== undefined && !there.has(room.id))) throw new VecheError('room_not_found');

  const rooms = planned.map(({ id: roomId, name }) => ({
    roomId: roomId ?? uuid({ random: parts.random.bytes(16) }),
    name,
  }));
  const prepared = planned.flatMap(({ people }, index) =>
    people.map((email) => ({ email, roomId: rooms[index]!.roomId })),
  );
  const before = (await parts.liveConferences.kept(row.id)) ?? newlyKept(row);
  const roomsMade = (before.roomsMade ?? before.rooms.length) + planned.filter(({ id }) => id === undefined).length;
  if (roomsMade > limits.roomsEverPerConference) throw new VecheError('no_more_rooms');
  const { byChoice = before.byChoice, mayReturn = before.mayReturn } = request;
  const after = withoutLostRooms({ ...before, rooms, roomsMade, prepared, byChoice, mayReturn });
  for (const gone of await keepRooms(parts, row.id, rooms)) parts.endConference(gone);
  await parts.liveConferences.prepare(row.id, after, instant(parts.clock.nowMs()));
  parts.roomsPrepared(row.id, after);
  // Somebody came in meanwhile, to the rooms as they were.
  if ((parts.live(row.id)?.participants ?? 0) > 0) throw new VecheError('rooms_open');
  return roomPlan(after);
}

/** Whoever was in a room that is gone, or meant for it, is in the main room and meant for none. */
function withoutLostRooms(kept: KeptMeeting): KeptMeeting {
  const there = new Set(kept.rooms.map(({ roomId }) => roomId));
  const stillThere = (roomId: string | null) => (roomId !== null && there.has(roomId) ? roomId : null);
  const people = kept.people.map((person) => ({
    ...person,
    roomId: stillThere(person.roomId),
    assignedRoomId: stillThere(person.assignedRoomId),
  }));
  const open = kept.open && there.size > 0;
  return { ...kept, people, open, closesAtMs: open ? kept.closesAtMs : null };
}
