/** Meetings over HTTP: request and answer schemas. */
import Type, { type Static } from 'typebox';
import { ConferenceId, ParticipantId } from '../ids.ts';
import { SoundMode } from '../signalling/conference-view.ts';

const Typed = Type.String({ maxLength: 1_000 });
const Timestamp = Type.String({ description: 'ISO 8601, UTC' });
const Lobby = Type.Boolean({ description: 'Whoever comes waits until a host lets them in' });

export const CreateConferenceRequest = Type.Object({
  name: Typed,
  password: Type.Optional(Typed),
  startsAt: Type.Optional(Timestamp),
  soundMode: Type.Optional(SoundMode),
  lobby: Type.Optional(Lobby),
});
export const UpdateConferenceRequest = Type.Object({
  name: Type.Optional(Typed),
  /** An empty string takes the password away. */
  password: Type.Optional(Typed),
  startsAt: Type.Optional(Timestamp),
  soundMode: Type.Optional(SoundMode),
  lobby: Type.Optional(Lobby),
});
export const CreatedConference = Type.Object({
  id: ConferenceId,
  joinLink: Type.String({ description: 'Suffices to join: a password, where there is one, stands behind #' }),
  joinPassword: Type.Union([Type.String(), Type.Null()]),
});
/** What anybody who has the id may know. */
export const Conference = Type.Object({
  id: ConferenceId,
  name: Type.String(),
  passwordRequired: Type.Boolean(),
  soundMode: SoundMode,
  lobby: Lobby,
  startsAt: Timestamp,
  endedAt: Type.Union([Timestamp, Type.Null()]),
  /** Somebody is inside right now. */
  live: Type.Boolean(),
  /** Only for the owner. */
  own: Type.Boolean(),
  joinLink: Type.Optional(Type.String()),
  joinPassword: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
export const ConferenceList = Type.Object({ conferences: Type.Array(Conference) });
export const JoinRequest = Type.Object({ name: Typed, password: Type.Optional(Typed) });
export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});
export const JoinAnswer = Type.Object({
  participantId: ParticipantId,
  participantToken: Type.String(),
  mediaUrl: Type.String({ description: 'WebSocket address of the media server’s signalling' }),
  chatUrl: Type.String({
    description: 'WebSocket address of the chat; it opens this participant’s chat and nothing else',
  }),
  iceServers: Type.Array(IceServer),
});

/** Two places in a meeting of one's own that lasts for a minute: what the one says, the other hears as everybody would. */
const SoundCheckPlace = Type.Object({
  participantId: ParticipantId,
  participantToken: Type.String(),
  mediaUrl: Type.String(),
});
export const SoundCheck = Type.Object({
  speaker: SoundCheckPlace,
  listener: SoundCheckPlace,
  iceServers: Type.Array(IceServer),
});

export type SoundCheck = Static<typeof SoundCheck>;
export type CreateConferenceRequest = Static<typeof CreateConferenceRequest>;
export type UpdateConferenceRequest = Static<typeof UpdateConferenceRequest>;
export type CreatedConference = Static<typeof CreatedConference>;
export type Conference = Static<typeof Conference>;
export type ConferenceList = Static<typeof ConferenceList>;
export type JoinRequest = Static<typeof JoinRequest>;
export type JoinAnswer = Static<typeof JoinAnswer>;
export type IceServer = Static<typeof IceServer>;
