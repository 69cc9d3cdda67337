/** What the media server tells a client without being asked (JSON-RPC 2.0 notifications). */
import Type, { type Static, type TSchema } from 'typebox';
import { MediaId, ParticipantId } from '../ids.ts';
import { NetworkGrade, ParticipantView, ProducerView, SoundMode } from './conference-view.ts';

export const notifications = {
  participantJoined: Type.Object({ participant: ParticipantView }),
  participantLeft: Type.Object({ participantId: ParticipantId }),
  /** Only the fields that changed. */
  participantChanged: Type.Object({
    participantId: ParticipantId,
    name: Type.Optional(Type.String()),
    connected: Type.Optional(Type.Boolean()),
    network: Type.Optional(NetworkGrade),
  }),
  producerAdded: Type.Object({ participantId: ParticipantId, producer: ProducerView }),
  producerChanged: Type.Object({ participantId: ParticipantId, producerId: MediaId, paused: Type.Boolean() }),
  producerRemoved: Type.Object({ participantId: ParticipantId, producerId: MediaId }),
  /** The server took these consumers away because their producers are gone. */
  consumersClosed: Type.Object({ consumerIds: Type.Array(MediaId) }),
  /** The host chose another way for the sound. Receivers go over without a gap: the old streams flow until nobody's tiles name them. */
  soundModeChanged: Type.Object({ mode: SoundMode }),
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
