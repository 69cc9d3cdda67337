import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import type { SrtpProfile } from '../../plane/commands.ts';
import { createRtpView, readRtpHeader } from '../../wire/rtp.ts';
import { masterLengths } from './key-derivation.ts';
import { createSrtpSession, type SrtpSession } from './srtp-session.ts';

function session(profile: SrtpProfile): SrtpSession {
  const { key, salt } = masterLengths[profile];
  const direction = { key: Buffer.alloc(key, 3), salt: Buffer.alloc(salt, 4) };
  return createSrtpSession({ profile, inbound: direction, outbound: direction })!;
}

const sessions = [session('AEAD_AES_128_GCM'), session('AES128_CM_HMAC_SHA1_80')];
const header = Buffer.from('806000010000000000000007', 'hex');

function seeds(): Uint8Array[] {
  return sessions.flatMap(({ outbound }) => {
    const out = Buffer.alloc(64);
    const length = outbound.sealRtp(header, Buffer.from('payload'), 7, 1, out);
    return [out.subarray(0, length), outbound.sealRtcp(Buffer.from('80c9000100000007', 'hex'))];
  });
}

/** Opening answers for whatever comes, under both profiles, as RTP and as RTCP. */
export const target: FuzzTarget = {
  name: 'SRTP open',
  seeds: seeds(),
  run(bytes) {
    const view = createRtpView();
    for (const { inbound } of sessions) {
      if (readRtpHeader(bytes, bytes.length, view)) {
        inbound.openRtp(bytes, view.headerLength, view.ssrc, view.sequenceNumber);
      }
      inbound.openRtcp(bytes);
    }
  },
};
