/**
 * Who gets in, who waits, and how people go. The owner always gets in; whoever was put out never does; whoever was let in once is taken back as they
 * were, with their role, in their room.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { Draft } from './draft.ts';
import { bar, forget, remember } from './keeping.ts';
import { type Comer, type LiveParticipant, roomOf, type SocketState } from './meeting-state.ts';
import type { LeaveReason } from './meeting-step.ts';
import { roleOnComing, succeedHost } from './roles.ts';

const connected: SocketState = { name: 'connected' };

/** Throws `removed_from_meeting`, `meeting_locked`, `conference_full`. */
export function join(draft: Draft, comer: Comer): void {
  const { participantId, isOwner } = comer;
  const { participants, waiting, remembered, removed, policy } = draft.state;
  if (removed.has(participantId)) throw new VecheError('removed_from_meeting');
  const inside = participants.get(participantId);
  if (inside !== undefined) {
    comeBack(draft, inside, comer);
    return;
  }
  const atDoor = waiting.get(participantId);
  if (atDoor !== undefined) {
    if (atDoor.connection.name === 'connected') draft.do({ type: 'displaced', participantId });
    const { speaksH264 } = comer;
    draft.putWaiting({ ...atDoor, comer: { ...atDoor.comer, speaksH264 }, connection: connected });
    return;
  }
  const wasInside = remembered.has(participantId);
  if (policy.locked && !isOwner && !wasInside) throw new VecheError('meeting_locked');
  const mustAsk = (policy.lobby || comer.mustWait) && !isOwner && !wasInside && comer.role !== 'host';
  if (mustAsk) {
    if (waiting.size >= limits.waitingPerConference) throw new VecheError('conference_full');
    draft.putWaiting({ comer, sinceMs: draft.nowMs, connection: connected });
    return;
  }
  // The owner always gets in: somebody must be able to make room.
  if (!isOwner && participants.size >= limits.participantsPerConference) throw new VecheError('conference_full');
  letIn(draft, comer, connected);
}

export function admit(draft: Draft, participantIds: readonly string[] | undefined): void {
  const { waiting } = draft.state;
  const chosen = new Set(participantIds ?? waiting.keys());
  const people = [...chosen].flatMap((participantId) => waiting.get(participantId) ?? []);
  if (people.length === 0 && participantIds !== undefined) throw new VecheError('participant_not_found');
  const free = limits.participantsPerConference - draft.state.participants.size;
  if (people.length > 0 && free <= 0) throw new VecheError('conference_full');
  const admitted = people.slice(0, free);
  draft.dropWaiting(admitted.map(({ comer }) => comer.participantId));
  // First: nothing of the inside reaches them before the whole truth does.
  for (const { comer } of admitted) draft.brief(comer.participantId, 'admitted');
  for (const { comer, connection } of admitted) letIn(draft, comer, connection);
}

export function deny(draft: Draft, participantId: string): void {
  if (!draft.state.waiting.has(participantId)) throw new VecheError('participant_not_found');
  draft.dropWaiting([participantId]);
  draft.do({ type: 'putOut', participantId, reason: 'denied' });
}

export function setLobby(draft: Draft, lobby: boolean): void {
  const { policy } = draft.state;
  if (policy.lobby === lobby) return;
  draft.state = { ...draft.state, policy: { ...policy, lobby } };
  if (!lobby) openDoor(draft);
}

/** An open door lets in whoever waited for nothing else, as many as there is room for. */
export function openDoor(draft: Draft): void {
  const { policy, participants, waiting } = draft.state;
  if (policy.locked || policy.lobby) return;
  const people = [...waiting.values()].filter(({ comer }) => !comer.mustWait);
  const free = Math.max(0, limits.participantsPerConference - participants.size);
  const admitted = people.slice(0, free).map(({ comer }) => comer.participantId);
  if (admitted.length > 0) admit(draft, admitted);
}

/** Throws `not_yourself`, `participant_not_found`, `owner_stays`, `host_stays`. */
export function remove(draft: Draft, by: LiveParticipant, participantId: string): void {
  const participant = draft.participant(participantId);
  if (participantId === by.participantId) throw new VecheError('not_yourself');
  if (participant === undefined) throw new VecheError('participant_not_found');
  if (participant.isOwner) throw new VecheError('owner_stays');
  if (participant.role === 'host' || (participant.role === 'coHost' && by.role !== 'host')) {
    throw new VecheError('host_stays');
  }
  leave(draft, participantId, 'removed');
}

/** Gives the place up. Who comes back with it all the same is what they were, where they were: leaving opens no door. */
export function leave(draft: Draft, participantId: string, reason: LeaveReason): void {
  const participant = draft.participant(participantId);
  if (participant !== undefined || draft.state.waiting.has(participantId)) {
    draft.do({ type: 'putOut', participantId, reason });
  }
  draft.dropWaiting([participantId]);
  if (reason !== 'left') draft.state = bar(draft.state, participantId);
  else if (participant !== undefined) draft.state = remember(draft.state, participant);
  if (participant !== undefined) go(draft, participant);
}

/** The place is kept for a while. */
export function loseSocket(draft: Draft, participantId: string, leavingPage: boolean): void {
  // A page that reloads slowly costs nobody the meeting.
  const leads = draft.participant(participantId)?.role === 'host';
  const held: SocketState = {
    name: 'held',
    untilMs: draft.nowMs + (leavingPage && !leads ? limits.reloadWindowMs : limits.resumeWindowMs),
  };
  const atDoor = draft.state.waiting.get(participantId);
  if (atDoor?.connection.name === 'connected') draft.putWaiting({ ...atDoor, connection: held });
  const participant = draft.participant(participantId);
  if (participant?.connection.name !== 'connected') return;
  draft.change(participantId, { connection: held });
  const notification = { method: 'participantChanged', params: { participantId, connected: false } } as const;
  draft.tellRoom(participant.roomId, notification);
}

/** Those who did not come back in time. */
export function expire(draft: Draft): void {
  const isOver = (connection: SocketState): boolean => connection.name === 'held' && connection.untilMs <= draft.nowMs;
  const gone = [...draft.state.waiting.values()].filter(({ connection }) => isOver(connection));
  draft.dropWaiting(gone.map(({ comer }) => comer.participantId));
  for (const { comer } of gone) draft.do({ type: 'removeMedia', participantId: comer.participantId });
  for (const participantId of [...draft.state.participants.keys()]) {
    // As they are by now: who went before them may have made them the host.
    const participant = draft.participant(participantId);
    if (participant === undefined || !isOver(participant.connection)) continue;
    draft.state = remember(draft.state, participant);
    go(draft, participant);
  }
}

function letIn(draft: Draft, comer: Comer, connection: SocketState): void {
  const { participantId, name, isOwner, userId, email, speaksH264 = false } = comer;
  const kept = draft.state.remembered.get(participantId);
  draft.state = forget(draft.state, participantId);
  const { open, prepared } = draft.state.breakout;
  const role = roleOnComing(draft, comer, kept?.role);
  const prepareFor = email === null || isHost(role) ? undefined : prepared.find((other) => other.email === email);
  const assigned = kept === undefined ? (prepareFor?.roomId ?? null) : kept.assignedRoomId;
  const assignedRoomId = roomOf(draft.state, assigned)?.roomId ?? null;
  const wanted = kept === undefined ? assignedRoomId : kept.roomId;
  const roomId = open ? (roomOf(draft.state, wanted)?.roomId ?? null) : null;
  const participant: LiveParticipant = {
    participantId,
    name,
    role,
    isOwner,
    userId,
    joinedAtMs: draft.nowMs,
    connection,
    roomId,
    assignedRoomId,
    handOrder: kept?.handOrder ?? null,
    asksForHelp: open && roomId === kept?.roomId && kept.asksForHelp === true,
    mutedAtMs: kept?.mutedAtMs ?? 0,
    videoStoppedAtMs: kept?.videoStoppedAtMs ?? 0,
    mayUnmute: kept?.mayUnmute ?? false,
    mayStartVideo: kept?.mayStartVideo ?? false,
    spoke: false,
    network: null,
    speaksH264,
    producers: [],
    transportIds: [],
  };
  draft.put(participant);
  draft.do({ type: 'moveMedia', moves: [{ participantId, roomId }] });
  draft.do({ type: 'attended', event: 'came', participantId, userId, name });
  draft.tellJoined(participant);
}

/** In another browser perhaps. */
function comeBack(draft: Draft, participant: LiveParticipant, { speaksH264 = false }: Comer): void {
  const { participantId, roomId } = participant;
  draft.change(participantId, { connection: connected, speaksH264 });
  if (participant.connection.name === 'connected') {
    draft.do({ type: 'displaced', participantId });
    return;
  }
  const notification = { method: 'participantChanged', params: { participantId, connected: true } } as const;
  draft.tellRoom(roomId, notification, participantId);
}

function go(draft: Draft, { participantId, roomId, role, userId, name }: LiveParticipant): void {
  draft.drop(participantId);
  draft.do({ type: 'removeMedia', participantId });
  draft.do({ type: 'attended', event: 'left', participantId, userId, name });
  draft.tellRoom(roomId, { method: 'participantsLeft', params: { participantIds: [participantId] } });
  if (role === 'host') succeedHost(draft);
  openDoor(draft);
}
