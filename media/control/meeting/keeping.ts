/** What of a meeting is written down, and how many people it has had. */
import { limits } from '@veche/contracts/limits.ts';
import type { KeptMeeting, KeptPerson } from '@veche/contracts/signalling/kept-meeting.ts';
import type { LiveMeeting, LiveParticipant } from './meeting-state.ts';
import { keptRecordingsOf } from './recording.ts';

export const keptPersonOf = (participant: LiveParticipant): KeptPerson => ({
  participantId: participant.participantId,
  role: participant.role,
  roomId: participant.roomId,
  assignedRoomId: participant.assignedRoomId,
  handOrder: participant.handOrder,
  mutedAtMs: participant.mutedAtMs,
  videoStoppedAtMs: participant.videoStoppedAtMs,
  mayUnmute: participant.mayUnmute,
  mayStartVideo: participant.mayStartVideo,
  asksForHelp: participant.asksForHelp,
});

/** As it stands at `nowMs`. */
export function keptOf(meeting: LiveMeeting, nowMs: number): KeptMeeting {
  const { policy, breakout, participants, remembered, removed, hands } = meeting;
  const { most, personMs, openMs } = attendanceAt(meeting, nowMs);
  const { rooms, roomsMade, open, byChoice, mayReturn, closesAtMs, prepared } = breakout;
  return {
    policy,
    rooms: [...rooms],
    roomsMade,
    open,
    byChoice,
    mayReturn,
    closesAtMs,
    prepared: [...prepared],
    people: [...remembered.values(), ...[...participants.values()].map(keptPersonOf)],
    removed: [...removed],
    recordings: keptRecordingsOf(meeting),
    hands,
    attendance: { most, personMs, openMs },
  };
}

/** The newest are kept. */
export function remember(meeting: LiveMeeting, participant: LiveParticipant): LiveMeeting {
  const remembered = new Map(meeting.remembered);
  remembered.delete(participant.participantId);
  remembered.set(participant.participantId, keptPersonOf(participant));
  for (const oldest of remembered.keys()) {
    if (remembered.size <= limits.rememberedPerConference) break;
    remembered.delete(oldest);
  }
  return { ...meeting, remembered };
}

/** Put out: never taken back. Of very many the newest are kept; the place of each is void besides. */
export function bar(meeting: LiveMeeting, participantId: string): LiveMeeting {
  const removed = new Set([...meeting.removed, participantId].slice(-limits.rememberedPerConference));
  return forget({ ...meeting, removed }, participantId);
}

/** As `change` says, of everybody who was inside and has gone. */
export function changeRemembered(meeting: LiveMeeting, change: (person: KeptPerson) => KeptPerson): LiveMeeting {
  if (meeting.remembered.size === 0) return meeting;
  const remembered = new Map([...meeting.remembered].map(([id, person]) => [id, change(person)]));
  return { ...meeting, remembered };
}

export function forget(meeting: LiveMeeting, participantId: string): LiveMeeting {
  if (!meeting.remembered.has(participantId)) return meeting;
  const remembered = new Map(meeting.remembered);
  remembered.delete(participantId);
  return { ...meeting, remembered };
}

/** Greatest number at one time, and the sum of everybody's time, up to `nowMs`. */
export function attendanceAt({ attendance, participants }: LiveMeeting, nowMs: number): LiveMeeting['attendance'] {
  const passedMs = Math.max(0, nowMs - attendance.atMs);
  const { size } = participants;
  return {
    most: Math.max(attendance.most, size),
    personMs: attendance.personMs + size * passedMs,
    openMs: attendance.openMs + (size > 0 ? passedMs : 0),
    atMs: Math.max(attendance.atMs, nowMs),
  };
}
