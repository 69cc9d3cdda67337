/** What hosts do with people who are inside: what guests may, microphones, pictures, hands. Nobody's microphone or camera is ever opened from afar. */
import { type ErrorCode, VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { type OneLineText, oneLineText } from '@veche/contracts/one-line-text.ts';
import type { MeetingPolicy, Reaction, Source } from '@veche/contracts/signalling/conference-view.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { openDoor } from './doors.ts';
import type { Draft } from './draft.ts';
import { changeRemembered } from './keeping.ts';
import type { LiveParticipant } from './meeting-state.ts';

export function setPolicy(draft: Draft, by: LiveParticipant, changes: Partial<MeetingPolicy>): void {
  const before = draft.state.policy;
  const policy = { ...before, ...changes };
  if (JSON.stringify(policy) === JSON.stringify(before)) return;
  draft.state = { ...draft.state, policy };
  if ((before.lobby && !policy.lobby) || (before.locked && !policy.locked)) openDoor(draft);
  // Whoever is let in by this very change sends nothing yet.
  for (const participantId of draft.before.participants.keys()) {
    const participant = draft.participant(participantId);
    if (participant === undefined || isHost(participant.role)) continue;
    if (before.shareScreen && !policy.shareScreen) endSharing(draft, by, participant);
    if (before.startVideo && !policy.startVideo) endVideo(draft, by, participant);
    if (!before.unmuteSelf || policy.unmuteSelf) continue;
    // Who speaks goes on until muted, also when their media has to be built anew; who was asked an hour ago may no more.
    draft.change(participantId, { mayUnmute: speaks(participant) });
  }
  draft.state = changeRemembered(draft.state, (person) => ({
    ...person,
    mayUnmute: person.mayUnmute && (policy.unmuteSelf || !before.unmuteSelf),
    mayStartVideo: person.mayStartVideo && (policy.startVideo || !before.startVideo),
  }));
}

/** Of somebody whose media is being built anew: whether they did. */
const speaks = ({ producers, spoke }: LiveParticipant): boolean =>
  spoke || producers.some(({ source, paused }) => source === 'microphone' && !paused);

/** What somebody may no longer do now that they are a guest. */
export function endForbidden(draft: Draft, by: LiveParticipant, participantId: string): void {
  const participant = draft.participant(participantId);
  if (participant === undefined || isHost(participant.role)) return;
  if (!draft.state.policy.shareScreen) endSharing(draft, by, participant);
  if (!draft.state.policy.startVideo) endVideo(draft, by, participant);
  if (!draft.state.policy.unmuteSelf) draft.change(participantId, { mayUnmute: speaks(participant) });
}

export function mute(draft: Draft, by: LiveParticipant, participantId: string): void {
  const participant = draft.participant(participantId);
  if (participant === undefined) throw new VecheError('participant_not_found');
  silence(draft, by, participant);
}

export function muteAll(draft: Draft, by: LiveParticipant): void {
  for (const participant of [...draft.state.participants.values()]) {
    if (participant.roomId === by.roomId && !isHost(participant.role)) silence(draft, by, participant);
  }
}

export function ask(draft: Draft, by: LiveParticipant, participantId: string, what: 'microphone' | 'camera'): void {
  if (draft.participant(participantId) === undefined) throw new VecheError('participant_not_found');
  draft.change(participantId, what === 'microphone' ? { mayUnmute: true } : { mayStartVideo: true });
  const method = what === 'microphone' ? 'askedToUnmute' : 'askedToStartVideo';
  draft.tell(participantId, { method, params: { by: by.name } });
}

export function stopVideo(draft: Draft, by: LiveParticipant, participantId: string): void {
  const participant = draft.participant(participantId);
  if (participant === undefined) throw new VecheError('participant_not_found');
  endVideo(draft, by, participant);
}

export function stopSharing(draft: Draft, by: LiveParticipant, participantId: string): void {
  const participant = draft.participant(participantId);
  if (participant === undefined) throw new VecheError('participant_not_found');
  endSharing(draft, by, participant);
}

export function setHand(draft: Draft, participantId: string, raised: boolean): void {
  const participant = draft.participant(participantId);
  if (participant === undefined) throw new VecheError('participant_not_found');
  if (raised === (participant.handOrder !== null)) return;
  const hands = raised ? draft.state.hands + 1 : draft.state.hands;
  draft.state = { ...draft.state, hands };
  const handOrder = raised ? hands : null;
  draft.change(participantId, { handOrder });
  const notification = { method: 'participantChanged', params: { participantId, handOrder } } as const;
  draft.tellRoom(participant.roomId, notification);
}

export function lowerAllHands(draft: Draft, by: LiveParticipant): void {
  for (const { participantId, roomId } of [...draft.state.participants.values()]) {
    if (roomId === by.roomId) setHand(draft, participantId, false);
  }
}

export function react(draft: Draft, { participantId, roomId }: LiveParticipant, reaction: Reaction): void {
  draft.tellRoom(roomId, { method: 'reacted', params: { participantId, reaction } });
}

export function tellWaiting(draft: Draft, by: LiveParticipant, typed: string): void {
  const text = saidByHost(typed);
  const waiting = [...draft.state.waiting.values()].filter(({ connection }) => connection.name === 'connected');
  const to = waiting.map(({ comer }) => comer.participantId);
  const notification = { method: 'waitingTold', params: { text, from: by.name } } as const;
  if (to.length > 0) draft.do({ type: 'tell', to, notification });
}

/** To everybody else, in whatever room. */
export function broadcast(draft: Draft, { participantId, name }: LiveParticipant, typed: string): void {
  draft.tellAll({ method: 'broadcast', params: { text: saidByHost(typed), from: name } }, participantId);
}

export function rename(draft: Draft, participantId: string, typed: string): void {
  const name = proper(oneLineText(typed, limits.participantNameMaxLength), nameFaults, 'name');
  const waiting = draft.state.waiting.get(participantId);
  if (waiting !== undefined) draft.putWaiting({ ...waiting, comer: { ...waiting.comer, name } });
  const participant = draft.participant(participantId);
  if (participant === undefined || participant.name === name) return;
  draft.change(participantId, { name });
  draft.do({ type: 'attended', event: 'renamed', participantId, userId: participant.userId, name });
  const notification = { method: 'participantChanged', params: { participantId, name } } as const;
  draft.tellRoom(participant.roomId, notification);
}

/** What a host says to many. Throws `host_message_empty`, `host_message_too_long`, `invalid_request`. */
const saidByHost = (typed: string): string =>
  proper(oneLineText(typed, limits.hostMessageMaxLength), messageFaults, 'text');

const nameFaults = { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' } as const;
const messageFaults = {
  missing: 'host_message_empty',
  tooLong: 'host_message_too_long',
  notPlainText: 'invalid_request',
} as const;

export function proper(
  text: OneLineText,
  faults: Readonly<Record<'missing' | 'tooLong' | 'notPlainText', ErrorCode>>,
  field: string,
): string {
  if (text.ok) return text.text;
  throw new VecheError(faults[text.fault], { field });
}

/** Told also to those whose microphone is not open at the moment: it may be about to be. */
function silence(draft: Draft, by: LiveParticipant, { participantId, producers }: LiveParticipant): void {
  draft.change(participantId, { mutedAtMs: draft.nowMs, mayUnmute: false, spoke: false });
  draft.tell(participantId, { method: 'mutedByHost', params: { atMs: draft.nowMs, by: by.name } });
  for (const { producerId, source } of producers) {
    // Also one that is muted as far as is known: its unmuting may be on its way to the worker.
    if (source === 'microphone') draft.do({ type: 'pauseProducer', participantId, producerId });
  }
}

function endVideo(draft: Draft, by: LiveParticipant, participant: LiveParticipant): void {
  const { participantId } = participant;
  draft.change(participantId, { videoStoppedAtMs: draft.nowMs, mayStartVideo: false });
  draft.tell(participantId, { method: 'videoStoppedByHost', params: { atMs: draft.nowMs, by: by.name } });
  closeProducers(draft, participant, ['camera']);
}

function endSharing(draft: Draft, by: LiveParticipant, participant: LiveParticipant): void {
  if (!closeProducers(draft, participant, ['screen', 'screenSound'])) return;
  draft.tell(participant.participantId, { method: 'sharingStoppedByHost', params: { by: by.name } });
}

function closeProducers(
  draft: Draft,
  { participantId, producers }: LiveParticipant,
  sources: readonly Source[],
): boolean {
  const closed = producers.filter(({ source }) => sources.includes(source));
  for (const { producerId } of closed) draft.do({ type: 'closeProducer', participantId, producerId });
  return closed.length > 0;
}
