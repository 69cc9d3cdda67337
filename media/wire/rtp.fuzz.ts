/** RTP views, their extensions and the datagram classifier. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { classify } from './classify.ts';
import { buildRtp, createRtpView, findExtension, readRtp } from './rtp.ts';
import { readAbsSendTime, readAudioLevel, readStreamId, readTransportSequence } from './rtp-extensions.ts';

const base = { payloadType: 111, sequenceNumber: 65_535, timestamp: 7, ssrc: 0xdeadbeef, payload: new Uint8Array(20) };
const view = createRtpView();

export const target: FuzzTarget = {
  name: 'rtp',
  seeds: [
    buildRtp(base),
    buildRtp({ ...base, csrcs: [1, 2], padding: 4, marker: true }),
    buildRtp({
      ...base,
      extensions: [
        { id: 1, data: Uint8Array.of(0x80) },
        { id: 4, data: Uint8Array.of(0x30) },
      ],
    }),
    buildRtp({
      ...base,
      extensions: [
        { id: 20, data: Uint8Array.of(1, 2, 3) },
        { id: 3, data: new Uint8Array(0) },
      ],
    }),
  ],
  run(bytes) {
    classify(bytes);
    if (!readRtp(bytes, bytes.length, view)) return;
    const { payloadOffset, payloadLength, paddingLength, extensionOffset, extensionLength } = view;
    if (payloadLength < 0 || payloadOffset + payloadLength + paddingLength !== bytes.length) throw new Error('payload');
    if (extensionOffset + extensionLength > payloadOffset) throw new Error('extension');
    for (const id of [0, 1, 2, 3, 4, 14, 15, 20, 255]) {
      const packed = findExtension(bytes, view, id);
      if (packed >= 0 && (packed >> 8) + (packed & 0xff) > payloadOffset) throw new Error('element');
      readAudioLevel(bytes, packed);
      readAbsSendTime(bytes, packed);
      readTransportSequence(bytes, packed);
      if ((readStreamId(bytes, packed)?.length ?? 1) > 16) throw new Error('stream id');
    }
  },
};
