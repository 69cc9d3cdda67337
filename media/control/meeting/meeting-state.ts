/**
 * A running meeting as its people see it: who is inside and in which room, who waits at the door, who is remembered, what each may and sends. Where
 * somebody is, is one field of theirs: nobody can be in two rooms, or in none.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type {
  MeetingPolicy,
  NetworkGrade,
  ProducerView,
  Role,
  SoundMode,
  Standing,
} from '@veche/contracts/signalling/conference-view.ts';
import type { KeptMeeting, KeptPerson } from '@veche/contracts/signalling/kept-meeting.ts';
import { firstVideoCodec, type VideoCodecState, type VideoPolicy } from './video-codec.ts';

export type SocketState = { readonly name: 'connected' } | { readonly name: 'held'; readonly untilMs: number };

/** Who comes, as their place says. */
export interface Comer {
  readonly participantId: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
  readonly isOwner: boolean;
  /** Not let in without being asked, lobby or not. */
  readonly mustWait: boolean;
  readonly userId: string | null;
  readonly email: string | null;
  /** Sends and receives it; unsaid = no. */
  readonly speaksH264?: boolean | undefined;
}

export interface LiveParticipant {
  readonly participantId: string;
  readonly name: string;
  readonly role: Role;
  readonly isOwner: boolean;
  readonly userId: string | null;
  readonly joinedAtMs: number;
  readonly connection: SocketState;
  /** null = the main room. */
  readonly roomId: string | null;
  readonly assignedRoomId: string | null;
  readonly handOrder: number | null;
  readonly asksForHelp: boolean;
  readonly mutedAtMs: number;
  readonly videoStoppedAtMs: number;
  readonly mayUnmute: boolean;
  readonly mayStartVideo: boolean;
  /** Was speaking when media was lost, and has no microphone again yet. */
  readonly spoke: boolean;
  readonly network: NetworkGrade;
  readonly speaksH264: boolean;
  readonly producers: readonly ProducerView[];
  readonly transportIds: readonly string[];
}

export interface WaitingPerson {
  readonly comer: Comer;
  readonly sinceMs: number;
  readonly connection: SocketState;
}

export interface Breakout {
  readonly rooms: readonly RoomView[];
  /** Ever, those that are gone counted too. */
  readonly roomsMade: number;
  readonly open: boolean;
  readonly byChoice: boolean;
  readonly mayReturn: boolean;
  readonly closesAtMs: number | null;
  readonly prepared: readonly { readonly email: string; readonly roomId: string }[];
}

export interface Speakers {
  readonly speaking: readonly string[];
  readonly active: string | null;
}

export interface LiveMeeting {
  readonly conferenceId: string;
  readonly name: string;
  readonly startedAtMs: number;
  readonly soundMode: SoundMode;
  readonly video: VideoCodecState;
  readonly policy: MeetingPolicy;
  /** `lost`: the worker died and no other has taken over yet. */
  readonly media: 'up' | 'lost';
  readonly mediaEpoch: number;
  /** In order of joining, in whatever room. */
  readonly participants: ReadonlyMap<string, LiveParticipant>;
  /** In order of coming. */
  readonly waiting: ReadonlyMap<string, WaitingPerson>;
  /** Were inside, and are taken back as they were. Oldest first. */
  readonly remembered: ReadonlyMap<string, KeptPerson>;
  /** Put out: they never come back. */
  readonly removed: ReadonlySet<string>;
  /** After a restart the host's seat is kept for whoever had it; others come back as what they were meanwhile. */
  readonly awaitedHost: { readonly participantId: string; readonly untilMs: number } | undefined;
  readonly breakout: Breakout;
  /** Those that go on, by room; null = the main room. */
  readonly recordings: ReadonlyMap<string | null, RecordingStatus>;
  /** How many hands have been raised. */
  readonly hands: number;
  /** By room; null = the main room. */
  readonly speakers: ReadonlyMap<string | null, Speakers>;
  readonly attendance: {
    readonly most: number;
    readonly personMs: number;
    readonly openMs: number;
    readonly atMs: number;
  };
}

export interface MeetingOpening {
  readonly conferenceId: string;
  readonly name: string;
  readonly soundMode: SoundMode;
  readonly lobby: boolean;
  readonly media: 'up' | 'lost';
  readonly video?: VideoPolicy | undefined;
  /** From an earlier life of the meeting. */
  readonly kept?: KeptMeeting | undefined;
}

const openPolicy: MeetingPolicy = {
  lobby: false,
  locked: false,
  unmuteSelf: true,
  startVideo: true,
  shareScreen: true,
};

export function openMeeting({ kept, lobby, video, ...opening }: MeetingOpening, nowMs: number): LiveMeeting {
  // The newest stand last.
  const host = kept?.people.findLast(({ role }) => role === 'host');
  return {
    ...opening,
    startedAtMs: nowMs,
    video: firstVideoCodec(video),
    // What was written down last is the door's state; the meeting's own plan is changed along with it.
    policy: { ...openPolicy, ...kept?.policy, lobby },
    // Never one of an earlier life of this meeting, which clients may remember from before a restart of the server.
    mediaEpoch: nowMs,
    participants: new Map(),
    waiting: new Map(),
    remembered: new Map(kept?.people.map((person) => [person.participantId, person])),
    removed: new Set(kept?.removed),
    awaitedHost: host && { participantId: host.participantId, untilMs: nowMs + limits.resumeWindowMs },
    breakout: {
      rooms: kept?.rooms ?? [],
      roomsMade: kept?.roomsMade ?? kept?.rooms.length ?? 0,
      open: kept?.open ?? false,
      byChoice: kept?.byChoice ?? false,
      mayReturn: kept?.mayReturn ?? true,
      closesAtMs: kept?.closesAtMs ?? null,
      prepared: kept?.prepared ?? [],
    },
    recordings: new Map(
      kept?.recordings?.map(({ roomId, ...recording }) => [
        roomId,
        { ...recording, by: null, savedUpToMs: null, trouble: null },
      ]),
    ),
    hands: kept?.hands ?? 0,
    speakers: new Map(),
    attendance: { ...(kept?.attendance ?? { most: 0, personMs: 0, openMs: 0 }), atMs: nowMs },
  };
}

/** undefined = neither inside nor at the door. */
export function standingOf(meeting: LiveMeeting, participantId: string): Standing | undefined {
  const role = meeting.participants.get(participantId)?.role;
  if (role !== undefined) return role;
  return meeting.waiting.has(participantId) ? 'waiting' : undefined;
}

export const roomOf = ({ breakout }: LiveMeeting, roomId: string | null): RoomView | undefined =>
  roomId === null ? undefined : breakout.rooms.find((room) => room.roomId === roomId);
