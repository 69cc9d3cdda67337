/**
 * What every conference can carry, in mediasoup's vocabulary: browsers build their offers from this, and payload types and extension
 * ids that go out to receivers are the ones that stand here. The first codec of a kind is the preferred one.
 */
import type { RtcpFeedback, RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { ExtensionIds, PayloadFormat } from '../plane/commands.ts';

export interface RouterCodec {
  readonly kind: 'audio' | 'video';
  readonly format: PayloadFormat;
  readonly mimeType: string;
  readonly payloadType: number;
  readonly rtxPayloadType?: number;
  readonly clockRate: number;
  readonly channels?: number;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** What a sender to us may use. */
  readonly rtcpFeedback: readonly RtcpFeedback[];
}

const transportCc: RtcpFeedback = { type: 'transport-cc' };
const nack: RtcpFeedback = { type: 'nack' };
const pictureFeedback: readonly RtcpFeedback[] = [
  nack,
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb' },
  transportCc,
];

const plainSound = {
  kind: 'audio',
  clockRate: 8_000,
  channels: 1,
  parameters: {},
  rtcpFeedback: [nack, transportCc],
} as const;

export const routerCodecs: readonly RouterCodec[] = [
  {
    kind: 'audio',
    format: 'opus',
    mimeType: 'audio/opus',
    payloadType: 100,
    clockRate: 48_000,
    channels: 2,
    parameters: { minptime: 10, useinbandfec: 1 },
    rtcpFeedback: [nack, transportCc],
  },
  // For clients that offer nothing better: static payload types (RFC 3551 section 6), and RTP's clock of G.722 is 8 kHz by an old mistake.
  { ...plainSound, format: 'g722', mimeType: 'audio/G722', payloadType: 9 },
  { ...plainSound, format: 'pcmu', mimeType: 'audio/PCMU', payloadType: 0 },
  { ...plainSound, format: 'pcma', mimeType: 'audio/PCMA', payloadType: 8 },
  {
    kind: 'video',
    format: 'vp8',
    mimeType: 'video/VP8',
    payloadType: 101,
    rtxPayloadType: 102,
    clockRate: 90_000,
    parameters: {},
    rtcpFeedback: pictureFeedback,
  },
  {
    kind: 'video',
    format: 'h264',
    mimeType: 'video/H264',
    payloadType: 103,
    rtxPayloadType: 104,
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
    rtcpFeedback: pictureFeedback,
  },
];

export interface RouterExtension {
  readonly name: keyof ExtensionIds;
  readonly uri: string;
  readonly id: number;
  readonly kinds: readonly ('audio' | 'video')[];
  /** As the router sees it: `recvonly` extensions come from producers and never go to consumers. */
  readonly direction: 'sendrecv' | 'recvonly';
}

const both = ['audio', 'video'] as const;

/** MID, RID and congestion-control numbers belong to one hop: they are read from producers and not sent to consumers. */
export const routerExtensions: readonly RouterExtension[] = [
  { name: 'mid', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1, kinds: both, direction: 'recvonly' },
  { name: 'rid', uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2, kinds: ['video'], direction: 'recvonly' },
  {
    name: 'repairedRid',
    uri: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
    id: 3,
    kinds: ['video'],
    direction: 'recvonly',
  },
  {
    name: 'absSendTime',
    uri: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
    id: 4,
    kinds: both,
    direction: 'sendrecv',
  },
  {
    name: 'transportCc',
    uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
    id: 5,
    kinds: both,
    direction: 'recvonly',
  },
  {
    name: 'audioLevel',
    uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    id: 10,
    kinds: ['audio'],
    direction: 'sendrecv',
  },
  // No 3GPP video orientation: a phone that is held upright then turns its pictures before it encodes them, and whoever passes them on untouched, as the
  // recorder does, has them upright.
];

/** The whole as a browser is told it. A fresh object each time: it crosses borders. */
export function routerRtpCapabilities(): RtpCapabilities {
  return {
    codecs: routerCodecs.flatMap((codec) => {
      const media = {
        kind: codec.kind,
        mimeType: codec.mimeType,
        preferredPayloadType: codec.payloadType,
        clockRate: codec.clockRate,
        ...(codec.channels === undefined ? {} : { channels: codec.channels }),
        parameters: { ...codec.parameters },
        rtcpFeedback: codec.rtcpFeedback.map((feedback) => ({ ...feedback })),
      };
      if (codec.rtxPayloadType === undefined) return [media];
      const repair = {
        kind: codec.kind,
        mimeType: `${codec.kind}/rtx`,
        preferredPayloadType: codec.rtxPayloadType,
        clockRate: codec.clockRate,
        parameters: { apt: codec.payloadType },
        rtcpFeedback: [],
      };
      return [media, repair];
    }),
    headerExtensions: routerExtensions.flatMap(({ kinds, uri, id, direction }) =>
      kinds.map((kind) => ({ kind, uri, preferredId: id, preferredEncrypt: false, direction })),
    ),
  };
}
