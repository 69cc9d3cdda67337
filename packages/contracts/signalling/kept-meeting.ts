/**
 * What of a running meeting outlives the server that holds it: roles, doors, rooms and who is meant to be where. Written down whenever it changes, and
 * given back when the meeting is opened again, so that a restart changes nobody's standing.
 */
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ParticipantId } from '../ids.ts';
import { limits } from '../limits.ts';
import { KeptRecording } from '../recording/recording-status.ts';
import { RoomIdOrMain, RoomView } from './breakout-view.ts';
import { MeetingPolicy, Role } from './conference-view.ts';

export const KeptPerson = Type.Object({
  participantId: ParticipantId,
  role: Role,
  roomId: RoomIdOrMain,
  assignedRoomId: RoomIdOrMain,
  handOrder: Type.Union([Type.Integer(), Type.Null()]),
  mutedAtMs: Type.Number(),
  videoStoppedAtMs: Type.Number(),
  mayUnmute: Type.Boolean(),
  mayStartVideo: Type.Boolean(),
  /** Unsaid = no. */
  asksForHelp: Type.Optional(Type.Boolean()),
});

export const KeptMeeting = Type.Object({
  policy: MeetingPolicy,
  rooms: Type.Array(RoomView, { maxItems: limits.roomsPerConference }),
  /** Ever, those that are gone counted too; unsaid = as many as there are. */
  roomsMade: Type.Optional(Type.Integer({ minimum: 0 })),
  open: Type.Boolean(),
  byChoice: Type.Boolean(),
  mayReturn: Type.Boolean(),
  closesAtMs: Type.Union([Type.Number(), Type.Null()]),
  /** E-mail addresses of accounts, in lower case, and the rooms that they were given before the meeting. */
  prepared: Type.Array(Type.Object({ email: Type.String(), roomId: Type.String() })),
  /** Who was let in and has not been put out, as they were; of those who have gone, the newest. */
  people: Type.Array(KeptPerson),
  /** Whoever was put out, by participant id. */
  removed: Type.Array(ParticipantId),
  /** Those that go on. Unsaid = none. */
  recordings: Type.Optional(Type.Array(KeptRecording, { maxItems: limits.roomsPerConference + 1 })),
  /** How many raised hands there have been. */
  hands: Type.Integer(),
  /** Greatest number at one time, and the sum of everybody's milliseconds over so many milliseconds with anybody inside. */
  attendance: Type.Object({ most: Type.Integer(), personMs: Type.Number(), openMs: Type.Number() }),
});

export type KeptPerson = Static<typeof KeptPerson>;
export type KeptMeeting = Static<typeof KeptMeeting>;

/** undefined for what is no kept meeting, as of another version of the program. */
export function keptMeetingOf(json: string): KeptMeeting | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Value.Check(KeptMeeting, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
