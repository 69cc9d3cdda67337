/** What each person is shown of the meeting: guests their own room and what concerns them, hosts everything. */
import type { BreakoutView, HostView, RosterEntry, WaitingView } from '@veche/contracts/signalling/breakout-view.ts';
import type { ConferenceView, ParticipantView } from '@veche/contracts/signalling/conference-view.ts';
import type { Inside } from '@veche/contracts/signalling/inside.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { type LiveMeeting, type LiveParticipant, roomOf, type Speakers, type WaitingPerson } from './meeting-state.ts';
import { recordingViewOf } from './recording.ts';
import { videoCodecOf } from './video-codec.ts';

export const viewOf = (participant: LiveParticipant): ParticipantView => ({
  participantId: participant.participantId,
  name: participant.name,
  role: participant.role,
  isOwner: participant.isOwner,
  connected: participant.connection.name === 'connected',
  network: participant.network,
  handOrder: participant.handOrder,
  producers: [...participant.producers],
  joinedAtMs: participant.joinedAtMs,
});

export const rosterEntryOf = (participant: LiveParticipant): RosterEntry => ({
  participantId: participant.participantId,
  name: participant.name,
  role: participant.role,
  isOwner: participant.isOwner,
  connected: participant.connection.name === 'connected',
  roomId: participant.roomId,
  assignedRoomId: participant.assignedRoomId,
  handOrder: participant.handOrder,
  asksForHelp: participant.asksForHelp,
});

export const waitingViewOf = ({ comer, sinceMs, connection }: WaitingPerson): WaitingView => ({
  participantId: comer.participantId,
  name: comer.name,
  connected: connection.name === 'connected',
  sinceMs,
});

export const hostViewOf = ({ participants, waiting }: LiveMeeting): HostView => ({
  waiting: [...waiting.values()].map(waitingViewOf),
  roster: [...participants.values()].map(rosterEntryOf),
});

export const conferenceViewOf = ({
  conferenceId,
  name,
  startedAtMs,
  soundMode,
  video,
  policy,
}: LiveMeeting): ConferenceView => ({
  conferenceId,
  name,
  startedAtMs,
  soundMode,
  videoCodec: videoCodecOf(video),
  policy,
});

/** null = there are none, or they are closed and none of this person's business. */
export function breakoutViewOf({ breakout }: LiveMeeting, participant: LiveParticipant): BreakoutView | null {
  const { rooms, open, byChoice, mayReturn, closesAtMs } = breakout;
  const { assignedRoomId, asksForHelp, role } = participant;
  const view = { open, byChoice, mayReturn, closesAtMs, assignedRoomId, asksForHelp };
  if (isHost(role)) return rooms.length === 0 ? null : { ...view, rooms: [...rooms] };
  if (!open) return null;
  return { ...view, rooms: byChoice ? [...rooms] : rooms.filter((room) => room.roomId === assignedRoomId) };
}

/** Of everybody in one room. */
export const peopleIn = ({ participants }: LiveMeeting, roomId: string | null): ParticipantView[] =>
  [...participants.values()].filter((other) => other.roomId === roomId).map(viewOf);

/** `people`: of the participant's room, where many are told of the same one. */
export function insideOf(
  meeting: LiveMeeting,
  participant: LiveParticipant,
  people: ParticipantView[] = peopleIn(meeting, participant.roomId),
): Inside {
  const { roomId, role, mutedAtMs, videoStoppedAtMs, mayUnmute, mayStartVideo } = participant;
  return {
    conference: conferenceViewOf(meeting),
    room: roomOf(meeting, roomId) ?? null,
    participants: people,
    breakout: breakoutViewOf(meeting, participant),
    recording: recordingViewOf(meeting, roomId),
    host: isHost(role) ? hostViewOf(meeting) : null,
    mediaEpoch: meeting.mediaEpoch,
    mutedAtMs,
    videoStoppedAtMs,
    mayUnmute,
    mayStartVideo,
  };
}

/** In front of the door nobody is seen. */
export const outsideOf = (meeting: LiveMeeting): Inside => ({
  conference: conferenceViewOf(meeting),
  room: null,
  participants: [],
  breakout: null,
  recording: null,
  host: null,
  mediaEpoch: meeting.mediaEpoch,
  mutedAtMs: 0,
  videoStoppedAtMs: 0,
  mayUnmute: false,
  mayStartVideo: false,
});

export const speakersSaid = ({ speaking, active }: Speakers): Notification => ({
  method: 'speakers',
  params: { speakingParticipantIds: [...speaking], activeParticipantId: active },
});
