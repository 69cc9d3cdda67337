import { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { Compile } from 'typebox/compile';
import { offerStream } from '../control/negotiate/consumer-parameters.ts';
import { acceptStream } from '../control/negotiate/producer-parameters.ts';
import { routerRtpCapabilities } from '../control/router-capabilities.ts';

const schema = Compile(RtpParameters);
const receiver = routerRtpCapabilities();

/** Parameters that pass the schema never make negotiation throw, and what is offered to receivers passes the schema too. */
export const target: FuzzTarget = {
  name: 'negotiation',
  seeds: [
    new TextEncoder().encode(
      JSON.stringify({
        mid: '1',
        codecs: [
          { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack' }] },
          { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
        ],
        headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
        encodings: [
          { rid: 'r0', scaleResolutionDownBy: 2 },
          { rid: 'r1', scaleResolutionDownBy: 1 },
        ],
      }),
    ),
  ],
  run(bytes) {
    let parameters: unknown;
    try {
      parameters = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return;
    }
    if (!schema.Check(parameters)) return;
    for (const kind of ['audio', 'video'] as const) {
      const accepted = acceptStream(kind, parameters);
      if (!accepted.ok) continue;
      const offer = offerStream(accepted.value, receiver, { mid: '0', ssrc: 1, rtxSsrc: 2, cname: 'c' });
      if (offer !== undefined && !schema.Check(offer.rtpParameters))
        throw new Error('an offer that receivers cannot read');
    }
  },
};
