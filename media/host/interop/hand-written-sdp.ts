/** SDP by hand for peers that are not mediasoup-client: one section of Opus against one of the server's transports. */
import type { TransportDescription } from '@veche/contracts/signalling/methods.ts';

export interface SoundSection {
  readonly type: 'offer' | 'answer';
  readonly direction: 'sendonly' | 'recvonly';
  readonly mid: string;
  readonly payloadType: number;
  /** Of what the server sends. */
  readonly ssrc?: number;
}

/** What the server would say. Its DTLS side is passive; in an offer the peer must choose to be active. */
export function serverSdp(transport: TransportDescription, section: SoundSection): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const { type, direction, mid, payloadType, ssrc } = section;
  const fingerprint = dtlsParameters.fingerprints[0]!;
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mid}`,
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.value}`,
    `a=setup:${type === 'offer' ? 'actpass' : 'passive'}`,
    ...(ssrc === undefined ? [] : [`a=msid:stream track`, `a=ssrc:${ssrc} cname:anna`]),
    ...iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(
        ({ foundation, priority, address, port }) =>
          `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
      ),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

/** What the peer's SDP says of itself. */
export function readPeerSdp(sdp: string): { fingerprint: string; mid: string; payloadType: number } {
  return {
    fingerprint: /a=fingerprint:sha-256 ([0-9A-Fa-f:]+)/i.exec(sdp)?.[1] ?? '',
    mid: /a=mid:(\S+)/.exec(sdp)?.[1] ?? '0',
    payloadType: Number(/a=rtpmap:(\d+) opus/i.exec(sdp)?.[1] ?? 0),
  };
}
