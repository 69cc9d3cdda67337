/** The meeting's one pure step: an input, and what follows. Every call is measured against the table of permissions first. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { Source } from '@veche/contracts/signalling/conference-view.ts';
import { refusal, type StandingMethod } from '@veche/contracts/signalling/permissions.ts';
import { type AskedOf, decisions } from './decisions.ts';
import { expire, join, leave, loseSocket, setLobby } from './doors.ts';
import { Draft } from './draft.ts';
import { rename } from './hosting.ts';
import { type LiveMeeting, roomOf, standingOf } from './meeting-state.ts';
import type { MeetingInput, MeetingStep } from './meeting-step.ts';
import { noteSaved, noteTrouble, setRecording, settleRecordings } from './recording.ts';
import { giveUpHost } from './roles.ts';
import { answerHelp, closeIfDue, prepareRooms } from './rooms.ts';
import { grade, loseMedia, stepStreams, streamRefusal } from './streams.ts';
import { followVideoCodec } from './video-codec.ts';
import { speakersSaid } from './views.ts';

/**
 * An input about somebody who is absent changes nothing, but for `join`. Throws a VecheError for a join or a call that is refused; then nothing
 * has changed.
 */
export function stepMeeting(state: LiveMeeting, input: MeetingInput, nowMs: number): MeetingStep {
  const draft = new Draft(state, nowMs);
  take(draft, input);
  answerHelp(draft);
  followVideoCodec(draft);
  settleRecordings(draft);
  return draft.done();
}

/** Throws where the caller's standing does not allow it. */
export function requirePermission(meeting: LiveMeeting, participantId: string, method: StandingMethod): void {
  const standing = standingOf(meeting, participantId);
  const code = standing === undefined ? 'not_joined' : refusal(standing, method);
  if (code !== undefined) throw new VecheError(code);
}

/** Throws where the meeting's policy does not allow this stream. */
export function requireStream(
  meeting: LiveMeeting,
  participantId: string,
  wish: { readonly source: Source; readonly paused: boolean },
): void {
  const participant = meeting.participants.get(participantId);
  if (participant === undefined) throw new VecheError('not_joined');
  const code = streamRefusal(meeting, participant, wish);
  if (code !== undefined) throw new VecheError(code);
}

function take(draft: Draft, input: MeetingInput): void {
  switch (input.type) {
    case 'join': {
      join(draft, input.comer);
      const participant = draft.participant(input.comer.participantId);
      if (participant !== undefined) draft.tellSpeakers(participant);
      break;
    }
    case 'socketLost':
      loseSocket(draft, input.participantId, input.leavingPage);
      break;
    case 'leave':
      leave(draft, input.participantId, input.reason);
      break;
    case 'call':
      call(draft, input);
      break;
    case 'tick':
      closeIfDue(draft);
      expire(draft);
      giveUpHost(draft);
      break;
    case 'lobby':
      setLobby(draft, input.lobby);
      break;
    case 'roomsPrepared':
      prepareRooms(draft, input.plan);
      break;
    case 'recording':
      setRecording(draft, input.roomId, input.recording);
      break;
    case 'recordingSaved':
      noteSaved(draft, input.recordingId, input.savedUpToMs);
      break;
    case 'recordingTrouble':
      noteTrouble(draft, input.recordingId, input.trouble);
      break;
    case 'mediaLost':
      loseMedia(draft);
      break;
    case 'mediaBack':
      standUpMedia(draft);
      break;
    case 'soundMode':
      if (draft.state.soundMode === input.mode) break;
      draft.state = { ...draft.state, soundMode: input.mode };
      draft.tellAll({ method: 'soundModeChanged', params: { mode: input.mode } });
      break;
    case 'speakers': {
      const { speaking, active } = input;
      const roomId = input.roomId === draft.state.conferenceId ? null : input.roomId;
      if (roomId !== null && roomOf(draft.state, roomId) === undefined) break;
      draft.state = { ...draft.state, speakers: new Map(draft.state.speakers).set(roomId, { speaking, active }) };
      draft.tellRoom(roomId, speakersSaid({ speaking, active }));
      break;
    }
    case 'lacksH264':
      if (draft.participant(input.participantId)?.speaksH264) draft.change(input.participantId, { speaksH264: false });
      break;
    case 'grades':
      grade(draft, input.grades);
      break;
    default: {
      const participant = draft.participant(input.participantId);
      if (participant !== undefined) stepStreams(draft, participant, input);
    }
  }
}

function call(draft: Draft, { by, call: asked, chance }: Extract<MeetingInput, { type: 'call' }>): void {
  requirePermission(draft.state, by, asked.method);
  if (asked.method === 'rename') {
    rename(draft, by, asked.params.name);
    return;
  }
  const caller = draft.participant(by);
  if (caller === undefined) return;
  // Method and parameters belong together; the compiler does not see that of a pair taken apart.
  const decide = decisions[asked.method] as (asked: AskedOf<'react'>) => void;
  decide({ draft, caller, params: asked.params as AskedOf<'react'>['params'], chance });
}

/** The new worker knows nobody: before anybody opens anything there, it is told who is where. */
function standUpMedia(draft: Draft): void {
  const { media, mediaEpoch, participants } = draft.state;
  if (media === 'up') return;
  draft.state = { ...draft.state, media: 'up', mediaEpoch: mediaEpoch + 1 };
  const elsewhere = [...participants.values()].filter(({ roomId }) => roomId !== null);
  const moves = elsewhere.map(({ participantId, roomId }) => ({ participantId, roomId }));
  if (moves.length > 0) draft.do({ type: 'moveMedia', moves });
  draft.tellAll({ method: 'mediaRestarted', params: { mediaEpoch: mediaEpoch + 1 } });
}
