/**
 * Signalling is JSON-RPC 2.0 over one WebSocket (`mediaUrl`). Every method a client may call stands here with the schema of
 * its parameters and of its result; the first call must be `join`. Nothing else is understood.
 */
import Type, { type Static, type TSchema } from 'typebox';
import { MediaId, ParticipantId, RecordingId } from '../ids.ts';
import { limits } from '../limits.ts';
import { RecordingAction } from '../recording/recording-status.ts';
import { breakoutMethods } from './breakout-methods.ts';
import {
  MeetingPolicy,
  Reaction,
  Role,
  SoundMode,
  Source,
  Standing,
  VideoCodec,
  VoiceTreatment,
} from './conference-view.ts';
import { Inside } from './inside.ts';
import {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from './media-parameters.ts';

const Nothing = Type.Object({});
const One = Type.Object({ participantId: ParticipantId });

export const TransportDescription = Type.Object({
  transportId: MediaId,
  iceParameters: IceParameters,
  iceCandidates: Type.Array(IceCandidate),
  dtlsParameters: DtlsParameters,
});

/**
 * Which client joins, and which of its joins this is. One that arrives after a newer one of the same client takes nothing from it: its
 * socket is closed. Another client, or one that doesn't say, takes the place over, and the former is told `joinedElsewhere`.
 */
export const ClientInstance = Type.Object({
  /** Random for each page. */
  id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,36}$' }),
  /** Grows with each join that is sent. */
  attempt: Type.Integer({ minimum: 0 }),
});

/** What a page needs of one stream. Streams that no tile names are not sent. Sizes in CSS pixels times the device's pixel ratio. */
export const TileNeed = Type.Object({
  consumerId: MediaId,
  widthPx: Type.Integer({ minimum: 0, maximum: 8_192 }),
  heightPx: Type.Integer({ minimum: 0, maximum: 8_192 }),
});

export const ConsumerDescription = Type.Object({
  consumerId: MediaId,
  producerId: MediaId,
  kind: MediaKind,
  rtpParameters: RtpParameters,
});

export const methods = {
  /** Takes the place that the token stands for; with the socket cut before, takes it again with transports and streams as they were. */
  join: {
    params: Type.Object({
      participantToken: Type.String({ maxLength: 256 }),
      instance: Type.Optional(ClientInstance),
      /** What this client both sends and receives; unsaid = VP8 alone. H.264: constrained baseline, packetization mode 1. */
      videoCodecs: Type.Optional(Type.Array(VideoCodec, { maxItems: 2 })),
    }),
    result: Type.Object({
      participantId: Type.String(),
      /** `waiting`: nobody is shown yet, and nothing can be done but to leave; `entered` tells when a host opens the door. */
      standing: Standing,
      ...Inside.properties,
      /** By the server's clock, as are all times that it tells (milliseconds since the epoch). */
      nowMs: Type.Number(),
      routerRtpCapabilities: RtpCapabilities,
      /** Own transports that still stand, after a resume. */
      transportIds: Type.Array(MediaId),
    }),
  },
  createTransport: {
    params: Type.Object({ direction: Type.Union([Type.Literal('send'), Type.Literal('receive')]) }),
    result: TransportDescription,
  },
  connectTransport: { params: Type.Object({ transportId: MediaId, dtlsParameters: DtlsParameters }), result: Nothing },
  restartIce: { params: Type.Object({ transportId: MediaId }), result: Type.Object({ iceParameters: IceParameters }) },
  closeTransport: { params: Type.Object({ transportId: MediaId }), result: Nothing },
  produce: {
    params: Type.Object({
      transportId: MediaId,
      kind: MediaKind,
      source: Source,
      rtpParameters: RtpParameters,
      paused: Type.Boolean(),
      /** An own picture of the same source, in another codec perhaps: it may stand beside the new one until the client closes it. */
      replaces: Type.Optional(MediaId),
      /** Of a microphone; `suppressed` when it is not said. */
      treatment: Type.Optional(VoiceTreatment),
    }),
    result: Type.Object({ producerId: MediaId }),
  },
  setProducerPaused: { params: Type.Object({ producerId: MediaId, paused: Type.Boolean() }), result: Nothing },
  /** How a microphone's sound is treated from now on. */
  setVoiceTreatment: { params: Type.Object({ producerId: MediaId, treatment: VoiceTreatment }), result: Nothing },
  closeProducer: { params: Type.Object({ producerId: MediaId }), result: Nothing },
  /**
   * The producer `mix` (see mixProducerId) is the sound of all others in one stream, made for this receiver; it can be had in either sound mode.
   * Starts consumers, at first paused, for several producers at once. Producers that are gone meanwhile are left out of the answer.
   */
  consume: {
    params: Type.Object({
      transportId: MediaId,
      rtpCapabilities: RtpCapabilities,
      producerIds: Type.Array(MediaId, { maxItems: 200 }),
    }),
    result: Type.Object({ consumers: Type.Array(ConsumerDescription) }),
  },
  closeConsumers: { params: Type.Object({ consumerIds: Type.Array(MediaId, { maxItems: 200 }) }), result: Nothing },
  /** The whole truth about what this client shows and hears now; consumers not named are paused. Audio is named with size 0. */
  setTiles: { params: Type.Object({ tiles: Type.Array(TileNeed, { maxItems: 1_200 }) }), result: Nothing },
  rename: { params: Type.Object({ name: Type.String({ maxLength: 1_000 }) }), result: Nothing },
  leave: { params: Nothing, result: Nothing },
  raiseHand: { params: Type.Object({ raised: Type.Boolean() }), result: Nothing },
  react: { params: Type.Object({ reaction: Reaction }), result: Nothing },

  /** Lets in who waits; everybody where none is named. */
  admit: {
    params: Type.Object({
      participantIds: Type.Optional(Type.Array(ParticipantId, { maxItems: limits.waitingPerConference })),
    }),
    result: Nothing,
  },
  /** They are sent away, and may ask again. */
  deny: { params: One, result: Nothing },
  tellWaiting: { params: Type.Object({ text: Type.String({ maxLength: 4_000 }) }), result: Nothing },
  /** What is left out stays. Guests' screens and pictures end at once when they are switched off; who speaks goes on until muted. */
  setPolicy: { params: Type.Partial(MeetingPolicy), result: Nothing },
  mute: { params: One, result: Nothing },
  /** All guests in the host's own room. */
  muteAll: { params: Nothing, result: Nothing },
  /** They are asked, and may even where the policy says no. Nobody's microphone is ever opened from afar. */
  askToUnmute: { params: One, result: Nothing },
  stopVideo: { params: One, result: Nothing },
  askToStartVideo: { params: One, result: Nothing },
  stopSharing: { params: One, result: Nothing },
  lowerHand: { params: One, result: Nothing },
  lowerAllHands: { params: Nothing, result: Nothing },
  /** Puts somebody out, who then cannot come back. */
  remove: { params: One, result: Nothing },
  setRole: {
    params: Type.Object({ participantId: ParticipantId, role: Type.Exclude(Role, Type.Literal('host')) }),
    result: Nothing,
  },
  /** The former host is a co-host then. */
  handOverHost: { params: One, result: Nothing },
  setSoundMode: { params: Type.Object({ mode: SoundMode }), result: Nothing },
  /** Of the room that the caller is in. Asked for what is so already, nothing changes. */
  record: { params: Type.Object({ action: RecordingAction }), result: Type.Object({ recordingId: RecordingId }) },
  endForAll: { params: Nothing, result: Nothing },
  ...breakoutMethods,
} as const satisfies Record<string, { params: TSchema; result: TSchema }>;

export type MethodName = keyof typeof methods;
export type MethodParams<Name extends MethodName> = Static<(typeof methods)[Name]['params']>;
export type MethodResult<Name extends MethodName> = Static<(typeof methods)[Name]['result']>;
export type TransportDescription = Static<typeof TransportDescription>;
export type ConsumerDescription = Static<typeof ConsumerDescription>;
export type ClientInstance = Static<typeof ClientInstance>;
export type TileNeed = Static<typeof TileNeed>;
