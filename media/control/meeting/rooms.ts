/**
 * Breakout rooms: made, named, dealt out, opened, moved between, and closed. Rooms outlast their closing, with whoever was meant for them, so that they
 * can be opened again.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { Draft } from './draft.ts';
import { proper } from './hosting.ts';
import { changeRemembered } from './keeping.ts';
import { type Breakout, type LiveParticipant, roomOf } from './meeting-state.ts';
import type { Chance, DecidedCall, PreparedRooms } from './meeting-step.ts';
import { shuffled } from './shuffled.ts';

type Params<Name extends DecidedCall['method']> = Extract<DecidedCall, { method: Name }>['params'];

export function createRooms(draft: Draft, { names, assign: how }: Params<'createRooms'>, { ids, seed }: Chance): void {
  const { rooms, roomsMade } = draft.state.breakout;
  if (rooms.length + names.length > limits.roomsPerConference) throw new VecheError('too_many_rooms');
  if (roomsMade + names.length > limits.roomsEverPerConference) throw new VecheError('no_more_rooms');
  const made = names.map((typed, nth) => ({ roomId: ids[nth]!, name: roomName(typed) }));
  const roomIds = made.map(({ roomId }) => roomId);
  change(draft, {
    rooms: [...rooms, ...made],
    roomsMade: roomsMade + made.length,
    ...(how === 'byChoice' ? { byChoice: true } : {}),
  });
  draft.roomIds = roomIds;
  if (how !== 'evenly') return;
  const free = guests(draft).filter(({ assignedRoomId, roomId }) => assignedRoomId === null && roomId === null);
  deal(draft, free, roomIds, seed);
}

/** Before the meeting. Who waits at the door is in none of them yet. */
export function prepareRooms(draft: Draft, plan: PreparedRooms): void {
  if (draft.state.participants.size > 0) return;
  const { rooms, prepared, byChoice, mayReturn, roomsMade = rooms.length } = plan;
  const { open, closesAtMs } = draft.state.breakout;
  const stayOpen = open && rooms.length > 0;
  change(draft, {
    rooms,
    prepared,
    byChoice,
    mayReturn,
    roomsMade,
    open: stayOpen,
    closesAtMs: stayOpen ? closesAtMs : null,
  });
}

export function renameRoom(draft: Draft, { roomId, name: typed }: Params<'renameRoom'>): void {
  if (roomOf(draft.state, roomId) === undefined) throw new VecheError('room_not_found');
  const room = { roomId, name: roomName(typed) };
  change(draft, { rooms: draft.state.breakout.rooms.map((other) => (other.roomId === roomId ? room : other)) });
  draft.tellRoom(roomId, { method: 'roomRenamed', params: { room } });
}

export function removeRoom(draft: Draft, { roomId }: Params<'removeRoom'>): void {
  if (roomOf(draft.state, roomId) === undefined) throw new VecheError('room_not_found');
  for (const participant of [...draft.state.participants.values()]) {
    if (participant.assignedRoomId === roomId) draft.change(participant.participantId, { assignedRoomId: null });
  }
  const rooms = draft.state.breakout.rooms.filter((room) => room.roomId !== roomId);
  change(draft, { rooms, ...(rooms.length === 0 ? { open: false, closesAtMs: null } : {}) });
  const speakers = new Map(draft.state.speakers);
  speakers.delete(roomId);
  draft.state = { ...draft.state, speakers };
  const inside = [...draft.state.participants.values()].filter((participant) => participant.roomId === roomId);
  draft.move(
    inside.map(({ participantId }) => ({ participantId, roomId: null })),
    'roomRemoved',
  );
}

export function assign(draft: Draft, { participantIds, roomId }: Params<'assign'>): void {
  if (roomId !== null && roomOf(draft.state, roomId) === undefined) throw new VecheError('room_not_found');
  const known = participantIds.filter((participantId) => draft.participant(participantId) !== undefined);
  if (known.length === 0) throw new VecheError('participant_not_found');
  for (const participantId of known) draft.change(participantId, { assignedRoomId: roomId });
  if (!draft.state.breakout.open) return;
  draft.move(
    known.map((participantId) => ({ participantId, roomId })),
    'movedByHost',
  );
}

export function assignEvenly(draft: Draft, { seed }: Chance): void {
  const roomIds = draft.state.breakout.rooms.map(({ roomId }) => roomId);
  if (roomIds.length === 0) throw new VecheError('no_rooms');
  deal(draft, guests(draft), roomIds, seed);
}

export function setRoomsOptions(draft: Draft, options: Params<'setRoomsOptions'>): void {
  const { byChoice, mayReturn } = { ...draft.state.breakout, ...options };
  change(draft, { byChoice, mayReturn });
}

export function openRooms(draft: Draft, { minutes }: Params<'openRooms'>): void {
  const { rooms, open } = draft.state.breakout;
  if (rooms.length === 0) throw new VecheError('no_rooms');
  if (open) throw new VecheError('rooms_open');
  change(draft, { open: true, closesAtMs: minutes === undefined ? null : draft.nowMs + minutes * 60_000 });
  // Whoever is away meanwhile comes back where everybody has gone.
  draft.state = changeRemembered(draft.state, (person) => ({ ...person, roomId: person.assignedRoomId }));
  const meant = [...draft.state.participants.values()].filter(({ assignedRoomId }) => assignedRoomId !== null);
  draft.move(
    meant.map(({ participantId, assignedRoomId }) => ({ participantId, roomId: assignedRoomId })),
    'roomsOpened',
  );
}

export function closeRooms(draft: Draft, { inSeconds }: Params<'closeRooms'>): void {
  const { open, closesAtMs } = draft.state.breakout;
  if (!open) throw new VecheError('rooms_closed');
  const thenMs = draft.nowMs + inSeconds * 1_000;
  if (inSeconds === 0) closeNow(draft);
  else change(draft, { closesAtMs: Math.min(closesAtMs ?? thenMs, thenMs) });
}

export function extendRooms(draft: Draft, { minutes }: Params<'extendRooms'>): void {
  const { open, closesAtMs } = draft.state.breakout;
  if (!open) throw new VecheError('rooms_closed');
  change(draft, { closesAtMs: Math.max(closesAtMs ?? draft.nowMs, draft.nowMs) + minutes * 60_000 });
}

export function closeIfDue(draft: Draft): void {
  const { open, closesAtMs } = draft.state.breakout;
  if (open && closesAtMs !== null && closesAtMs <= draft.nowMs) closeNow(draft);
}

export function enterRoom(draft: Draft, by: LiveParticipant, { roomId }: Params<'enterRoom'>): void {
  const { participantId, role, assignedRoomId } = by;
  const { open, byChoice, mayReturn } = draft.state.breakout;
  if (by.roomId === roomId) return;
  if (roomId === null) {
    if (!isHost(role) && !mayReturn) throw new VecheError('stay_in_room');
    draft.move([{ participantId, roomId }], 'bySelf');
    return;
  }
  if (!open) throw new VecheError('rooms_closed');
  if (roomOf(draft.state, roomId) === undefined) throw new VecheError('room_not_found');
  if (!isHost(role) && !byChoice && assignedRoomId !== roomId) throw new VecheError('room_not_yours');
  if (!isHost(role)) draft.change(participantId, { assignedRoomId: roomId });
  draft.move([{ participantId, roomId }], 'bySelf');
}

/** A call for help is over where a host has come, by whatever way, or somebody has become one; and when the rooms close. */
export function answerHelp(draft: Draft): void {
  const { before, state } = draft;
  if (before.breakout.open && !state.breakout.open) endCalls(draft, () => true);
  const answered = new Set<string | null>();
  for (const participantId of draft.touched) {
    const after = draft.participant(participantId);
    if (after !== undefined && isHelperIn(after) && !wasHelperIn(before.participants.get(participantId), after)) {
      answered.add(after.roomId);
    }
  }
  if (answered.size > 0) endCalls(draft, ({ roomId }) => answered.has(roomId));
}

const isHelperIn = ({ role, connection }: LiveParticipant): boolean => isHost(role) && connection.name === 'connected';

const wasHelperIn = (before: LiveParticipant | undefined, { roomId }: LiveParticipant): boolean =>
  before !== undefined && before.roomId === roomId && isHelperIn(before);

function endCalls(draft: Draft, isOver: (participant: LiveParticipant) => boolean): void {
  for (const participant of [...draft.state.participants.values()]) {
    if (participant.asksForHelp && isOver(participant)) {
      draft.change(participant.participantId, { asksForHelp: false });
    }
  }
}

/** From the main room too, while the others are in theirs. */
export function askForHelp(draft: Draft, by: LiveParticipant, asks: boolean): void {
  if (!draft.state.breakout.open) throw new VecheError('rooms_closed');
  const room = roomOf(draft.state, by.roomId) ?? null;
  if (asks === by.asksForHelp) return;
  const { participantId, name } = by;
  draft.change(participantId, { asksForHelp: asks });
  if (asks) draft.tellHosts({ method: 'helpAsked', params: { participantId, name, room } });
}

function closeNow(draft: Draft): void {
  change(draft, { open: false, closesAtMs: null });
  draft.state = changeRemembered(draft.state, (person) => ({ ...person, roomId: null, asksForHelp: false }));
  const inside = [...draft.state.participants.values()].filter(({ roomId }) => roomId !== null);
  draft.move(
    inside.map(({ participantId }) => ({ participantId, roomId: null })),
    'roomsClosed',
  );
}

/** Sizes differ by one at most; while the rooms are open, everybody goes there at once. */
function deal(draft: Draft, people: readonly LiveParticipant[], roomIds: readonly string[], seed: number): void {
  const dealt = shuffled(people, seed).flatMap(({ participantId }, nth) => {
    const roomId = roomIds[nth % roomIds.length];
    return roomId === undefined ? [] : [{ participantId, roomId }];
  });
  for (const { participantId, roomId } of dealt) draft.change(participantId, { assignedRoomId: roomId });
  if (draft.state.breakout.open) draft.move(dealt, 'movedByHost');
}

const guests = (draft: Draft): LiveParticipant[] =>
  [...draft.state.participants.values()].filter(({ role }) => !isHost(role));

function change(draft: Draft, changes: Partial<Breakout>): void {
  draft.state = { ...draft.state, breakout: { ...draft.state.breakout, ...changes } };
}

const roomName = (typed: string): string =>
  proper(
    oneLineText(typed, limits.roomNameMaxLength),
    { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' },
    'name',
  );
