/** The mediasoup vocabulary that signalling speaks: RTP capabilities and parameters, ICE and DTLS parameters, bounded. */
import Type, { type Static } from 'typebox';

const Short = Type.String({ maxLength: 256 });
const Ssrc = Type.Integer({ minimum: 1, maximum: 0xffffffff });
const PayloadType = Type.Integer({ minimum: 0, maximum: 127 });
const CodecSettings = Type.Record(
  Type.String({ maxLength: 64 }),
  Type.Union([Type.String({ maxLength: 256 }), Type.Number(), Type.Boolean()]),
);

export const MediaKind = Type.Union([Type.Literal('audio'), Type.Literal('video')]);
export const RtcpFeedback = Type.Object({ type: Short, parameter: Type.Optional(Short) });

export const RtpCodecCapability = Type.Object({
  kind: MediaKind,
  mimeType: Short,
  preferredPayloadType: Type.Optional(PayloadType),
  clockRate: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
  parameters: Type.Optional(CodecSettings),
  rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 16 })),
});
export const RtpHeaderExtensionCapability = Type.Object({
  kind: MediaKind,
  uri: Short,
  preferredId: Type.Integer({ minimum: 1, maximum: 255 }),
  preferredEncrypt: Type.Optional(Type.Boolean()),
  direction: Type.Optional(Short),
});
export const RtpCapabilities = Type.Object({
  codecs: Type.Optional(Type.Array(RtpCodecCapability, { maxItems: 64 })),
  headerExtensions: Type.Optional(Type.Array(RtpHeaderExtensionCapability, { maxItems: 64 })),
});

export const RtpCodecParameters = Type.Object({
  mimeType: Short,
  payloadType: PayloadType,
  clockRate: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  channels: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
  parameters: Type.Optional(CodecSettings),
  rtcpFeedback: Type.Optional(Type.Array(RtcpFeedback, { maxItems: 16 })),
});
export const RtpEncodingParameters = Type.Object({
  ssrc: Type.Optional(Ssrc),
  rid: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,16}$' })),
  rtx: Type.Optional(Type.Object({ ssrc: Ssrc })),
  dtx: Type.Optional(Type.Boolean()),
  scalabilityMode: Type.Optional(Short),
  scaleResolutionDownBy: Type.Optional(Type.Number()),
  maxBitrate: Type.Optional(Type.Number()),
  maxFramerate: Type.Optional(Type.Number()),
  codecPayloadType: Type.Optional(PayloadType),
});
export const RtpHeaderExtensionParameters = Type.Object({
  uri: Short,
  id: Type.Integer({ minimum: 1, maximum: 255 }),
  encrypt: Type.Optional(Type.Boolean()),
  parameters: Type.Optional(CodecSettings),
});
export const RtpParameters = Type.Object({
  mid: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,16}$' })),
  codecs: Type.Array(RtpCodecParameters, { minItems: 1, maxItems: 8 }),
  headerExtensions: Type.Optional(Type.Array(RtpHeaderExtensionParameters, { maxItems: 32 })),
  encodings: Type.Optional(Type.Array(RtpEncodingParameters, { maxItems: 3 })),
  rtcp: Type.Optional(
    Type.Object({
      cname: Type.Optional(Short),
      reducedSize: Type.Optional(Type.Boolean()),
      mux: Type.Optional(Type.Boolean()),
    }),
  ),
  msid: Type.Optional(Short),
});

export const IceParameters = Type.Object({
  usernameFragment: Short,
  password: Short,
  iceLite: Type.Optional(Type.Boolean()),
});
export const IceCandidate = Type.Object({
  foundation: Short,
  priority: Type.Integer(),
  ip: Short,
  address: Short,
  protocol: Type.Union([Type.Literal('udp'), Type.Literal('tcp')]),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  type: Type.Literal('host'),
  tcpType: Type.Optional(Type.Literal('passive')),
});
export const DtlsFingerprint = Type.Object({
  algorithm: Type.Union([Type.Literal('sha-256'), Type.Literal('sha-384'), Type.Literal('sha-512')]),
  value: Type.String({ pattern: '^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}$' }),
});
export const DtlsParameters = Type.Object({
  role: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('client'), Type.Literal('server')])),
  fingerprints: Type.Array(DtlsFingerprint, { minItems: 1, maxItems: 8 }),
});

export type MediaKind = Static<typeof MediaKind>;
export type RtcpFeedback = Static<typeof RtcpFeedback>;
export type RtpCodecCapability = Static<typeof RtpCodecCapability>;
export type RtpHeaderExtensionCapability = Static<typeof RtpHeaderExtensionCapability>;
export type RtpCapabilities = Static<typeof RtpCapabilities>;
export type RtpCodecParameters = Static<typeof RtpCodecParameters>;
export type RtpEncodingParameters = Static<typeof RtpEncodingParameters>;
export type RtpHeaderExtensionParameters = Static<typeof RtpHeaderExtensionParameters>;
export type RtpParameters = Static<typeof RtpParameters>;
export type IceParameters = Static<typeof IceParameters>;
export type IceCandidate = Static<typeof IceCandidate>;
export type DtlsFingerprint = Static<typeof DtlsFingerprint>;
export type DtlsParameters = Static<typeof DtlsParameters>;
