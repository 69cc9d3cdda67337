/** What a participant sees of the meeting: the pieces of which the join answer and the notifications are made. */
import Type, { type Static } from 'typebox';
import { ConferenceId, MediaId, ParticipantId } from '../ids.ts';
import { MediaKind } from './media-parameters.ts';

/** Where a stream comes from. A participant sends at most one of each. */
export const Source = Type.Union([
  Type.Literal('microphone'),
  Type.Literal('camera'),
  Type.Literal('screen'),
  Type.Literal('screenSound'),
]);
export const Role = Type.Union([Type.Literal('host'), Type.Literal('guest')]);

/** mixed: everybody hears one stream, cleaned and mixed by the server. forwarded: every microphone is passed on as it is. */
export const SoundMode = Type.Union([Type.Literal('mixed'), Type.Literal('forwarded')]);
/**
 * What becomes of a microphone before it is mixed. suppressed: noise is removed; plain: nothing is removed; original: nothing is removed and
 * stereo stays stereo, for music.
 */
export const VoiceTreatment = Type.Union([Type.Literal('suppressed'), Type.Literal('plain'), Type.Literal('original')]);
/** Names the sound of all others, in one stream, where a producer is consumed. */
export const mixProducerId = 'mix';

export const ProducerView = Type.Object({
  producerId: MediaId,
  kind: MediaKind,
  source: Source,
  /** Muted microphone, stopped camera. */
  paused: Type.Boolean(),
});
/** 0 = no packets arrive, 1 = bad, 2 = fair, 3 = good; null = not known yet. */
export const NetworkGrade = Type.Union([Type.Integer({ minimum: 0, maximum: 3 }), Type.Null()]);
export const ParticipantView = Type.Object({
  participantId: ParticipantId,
  name: Type.String(),
  role: Role,
  /** false while the signalling socket is cut and the place is being held. */
  connected: Type.Boolean(),
  network: NetworkGrade,
  producers: Type.Array(ProducerView),
  /** Milliseconds since the epoch; the order of tiles. */
  joinedAtMs: Type.Number(),
});
export const ConferenceView = Type.Object({
  conferenceId: ConferenceId,
  name: Type.String(),
  startedAtMs: Type.Number(),
  soundMode: SoundMode,
});

export type Source = Static<typeof Source>;
export type SoundMode = Static<typeof SoundMode>;
export type VoiceTreatment = Static<typeof VoiceTreatment>;
export type Role = Static<typeof Role>;
export type ProducerView = Static<typeof ProducerView>;
export type NetworkGrade = Static<typeof NetworkGrade>;
export type ParticipantView = Static<typeof ParticipantView>;
export type ConferenceView = Static<typeof ConferenceView>;
