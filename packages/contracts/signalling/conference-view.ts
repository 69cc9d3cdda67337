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
/** At most one is the host. Co-hosts do what hosts do, but for what concerns the meeting as a whole: see `permissions.ts`. */
export const Role = Type.Union([Type.Literal('host'), Type.Literal('coHost'), Type.Literal('guest')]);
/** What somebody may is decided by it: their role, or `waiting` in front of the door until a host lets them in. */
export const Standing = Type.Union([Type.Literal('waiting'), ...Role.anyOf]);
export const Reaction = Type.Union([
  Type.Literal('clap'),
  Type.Literal('thumbsUp'),
  Type.Literal('heart'),
  Type.Literal('laugh'),
  Type.Literal('surprise'),
  Type.Literal('celebrate'),
]);
/** What holds for guests; hosts and co-hosts may always. */
export const MeetingPolicy = Type.Object({
  /** Whoever comes waits until a host lets them in. */
  lobby: Type.Boolean(),
  /** Nobody new comes in, but for the owner. */
  locked: Type.Boolean(),
  unmuteSelf: Type.Boolean(),
  startVideo: Type.Boolean(),
  shareScreen: Type.Boolean(),
});

/** mixed: everybody hears one stream, cleaned and mixed by the server. forwarded: every microphone is passed on as it is. */
export const SoundMode = Type.Union([Type.Literal('mixed'), Type.Literal('forwarded')]);
/**
 * What becomes of a microphone before it is mixed. suppressed: noise is removed; plain: nothing is removed; original: nothing is removed and
 * stereo stays stereo, for music.
 */
export const VoiceTreatment = Type.Union([Type.Literal('suppressed'), Type.Literal('plain'), Type.Literal('original')]);
/** Of pictures. The meeting has one at a time, which everybody inside can send and receive. */
export const VideoCodec = Type.Union([Type.Literal('h264'), Type.Literal('vp8')]);
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
  /** The meeting is theirs: nobody puts them out, or makes them a guest. */
  isOwner: Type.Boolean(),
  /** false while the signalling socket is cut and the place is being held. */
  connected: Type.Boolean(),
  network: NetworkGrade,
  /** Of raised hands, the one with the smallest number was first; null = not raised. */
  handOrder: Type.Union([Type.Integer(), Type.Null()]),
  producers: Type.Array(ProducerView),
  /** Milliseconds since the epoch; the order of tiles. */
  joinedAtMs: Type.Number(),
});
export const ConferenceView = Type.Object({
  conferenceId: ConferenceId,
  name: Type.String(),
  startedAtMs: Type.Number(),
  soundMode: SoundMode,
  /** In which pictures are to be sent. */
  videoCodec: VideoCodec,
  policy: MeetingPolicy,
});

export type Source = Static<typeof Source>;
export type SoundMode = Static<typeof SoundMode>;
export type VideoCodec = Static<typeof VideoCodec>;
export type VoiceTreatment = Static<typeof VoiceTreatment>;
export type Role = Static<typeof Role>;
export type Standing = Static<typeof Standing>;
export type Reaction = Static<typeof Reaction>;
export type MeetingPolicy = Static<typeof MeetingPolicy>;
export type ProducerView = Static<typeof ProducerView>;
export type NetworkGrade = Static<typeof NetworkGrade>;
export type ParticipantView = Static<typeof ParticipantView>;
export type ConferenceView = Static<typeof ConferenceView>;
