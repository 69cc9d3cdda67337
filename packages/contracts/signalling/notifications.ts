/** What the media server tells a client without being asked (JSON-RPC 2.0 notifications). */
import Type, { type Static, type TSchema } from 'typebox';
import { MediaId, ParticipantId } from '../ids.ts';
import { RecordingStatus } from '../recording/recording-status.ts';
import { BreakoutView, HostView, RoomView, RosterEntry, WaitingView } from './breakout-view.ts';
import {
  MeetingPolicy,
  NetworkGrade,
  ParticipantView,
  ProducerView,
  Reaction,
  Role,
  SoundMode,
  VideoCodec,
} from './conference-view.ts';
import { Inside } from './inside.ts';

const Told = Type.Object({ text: Type.String(), from: Type.String() });

export const notifications = {
  /** To this room, all at once where many come together. */
  participantsJoined: Type.Object({ participants: Type.Array(ParticipantView) }),
  participantsLeft: Type.Object({ participantIds: Type.Array(ParticipantId) }),
  /** Only the fields that changed. */
  participantChanged: Type.Object({
    participantId: ParticipantId,
    name: Type.Optional(Type.String()),
    role: Type.Optional(Role),
    connected: Type.Optional(Type.Boolean()),
    network: Type.Optional(NetworkGrade),
    handOrder: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  }),
  producerAdded: Type.Object({ participantId: ParticipantId, producer: ProducerView }),
  producerChanged: Type.Object({ participantId: ParticipantId, producerId: MediaId, paused: Type.Boolean() }),
  producerRemoved: Type.Object({ participantId: ParticipantId, producerId: MediaId }),
  /** The server took these consumers away because their producers are gone. */
  consumersClosed: Type.Object({ consumerIds: Type.Array(MediaId) }),
  /** The host chose another way for the sound. Receivers go over without a gap: the old streams flow until nobody's tiles name them. */
  soundModeChanged: Type.Object({ mode: SoundMode }),
  /** Own pictures are to be sent in this from now on: each takes the place of the former one. */
  videoCodecChanged: Type.Object({ videoCodec: VideoCodec }),
  policyChanged: Type.Object({ policy: MeetingPolicy }),
  /** To this room: its recording, as it is now; null = it has ended. */
  recordingChanged: Type.Object({ recording: Type.Union([RecordingStatus, Type.Null()]) }),
  reacted: Type.Object({ participantId: ParticipantId, reaction: Reaction }),
  /**
   * This person is somewhere else now, or inside at last. Own streams go on as they are, and so do transports; streams of people who are not
   * in this room are gone.
   */
  entered: Type.Object({
    reason: Type.Union([
      Type.Literal('admitted'),
      Type.Literal('roomsOpened'),
      Type.Literal('movedByHost'),
      Type.Literal('bySelf'),
      Type.Literal('roomRemoved'),
      Type.Literal('roomsClosed'),
    ]),
    ...Inside.properties,
  }),
  /** Rooms were made, opened, named, closed, or somebody's own assignment changed. */
  breakoutChanged: Type.Object({ breakout: Type.Union([BreakoutView, Type.Null()]) }),
  /** The room that this person is in has another name. */
  roomRenamed: Type.Object({ room: RoomView }),
  broadcast: Told,
  /** To those who wait in front of the door. */
  waitingTold: Told,
  /** A host muted this microphone. */
  mutedByHost: Type.Object({ atMs: Type.Number(), by: Type.String() }),
  videoStoppedByHost: Type.Object({ atMs: Type.Number(), by: Type.String() }),
  sharingStoppedByHost: Type.Object({ by: Type.String() }),
  /** What this person may switch on where the policy says no, from now on. */
  grantsChanged: Type.Object({ mayUnmute: Type.Boolean(), mayStartVideo: Type.Boolean() }),
  askedToUnmute: Type.Object({ by: Type.String() }),
  askedToStartVideo: Type.Object({ by: Type.String() }),

  /** To hosts and co-hosts: the whole truth, when somebody becomes one; null = one is none any more. */
  hostView: Type.Object({ host: Type.Union([HostView, Type.Null()]) }),
  waitingChanged: Type.Object({ waiting: WaitingView }),
  waitingGone: Type.Object({ participantIds: Type.Array(ParticipantId) }),
  /** People who are new or have changed, each as they are now, and those who are gone. */
  rosterChanged: Type.Object({ entries: Type.Array(RosterEntry), gone: Type.Array(ParticipantId) }),
  /** `room`: null = the main room. */
  helpAsked: Type.Object({
    participantId: ParticipantId,
    name: Type.String(),
    room: Type.Union([RoomView, Type.Null()]),
  }),

  /** What this participant's own microphone sends cannot be decoded (any more), or can again. */
  microphoneReadable: Type.Object({ producerId: MediaId, readable: Type.Boolean() }),
  /** Who speaks now, loudest first, from the server's reading of RFC 6464 levels; `activeParticipantId` is steady. */
  speakers: Type.Object({
    speakingParticipantIds: Type.Array(ParticipantId),
    activeParticipantId: Type.Union([ParticipantId, Type.Null()]),
  }),
  /** The media worker was replaced: every transport, producer and consumer is gone; build them again under this epoch. */
  mediaRestarted: Type.Object({ mediaEpoch: Type.Integer() }),
  /** The last word before the socket closes; `reason` says why. */
  ended: Type.Object({
    reason: Type.Union([
      Type.Literal('endedForAll'),
      Type.Literal('joinedElsewhere'),
      Type.Literal('left'),
      /** A host put this person out; they cannot come back. */
      Type.Literal('removed'),
      /** A host did not let this person in. */
      Type.Literal('denied'),
      /** The session under which the place was taken was ended. */
      Type.Literal('signedOut'),
      Type.Literal('shuttingDown'),
    ]),
  }),
} as const satisfies Record<string, TSchema>;

export type NotificationName = keyof typeof notifications;
export type NotificationParams<Name extends NotificationName> = Static<(typeof notifications)[Name]>;
export type Notification = {
  [Name in NotificationName]: { method: Name; params: NotificationParams<Name> };
}[NotificationName];
