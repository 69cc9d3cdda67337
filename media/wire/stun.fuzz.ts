/** The STUN reader. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { buildStun, integrityInput, integrityValue, readStun } from './stun.ts';

const transactionId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
const integrity = { key: Uint8Array.of(1), hmacSha1: () => new Uint8Array(20) };

export const target: FuzzTarget = {
  name: 'stun',
  seeds: [
    buildStun({
      class: 'request',
      transactionId,
      username: 'a:b',
      priority: 9,
      useCandidate: true,
      iceControlling: 7n,
      integrity,
    }),
    buildStun({ class: 'success', transactionId, xorMappedAddress: { address: '192.0.2.1', port: 9 }, integrity }),
    buildStun({
      class: 'success',
      transactionId,
      xorMappedAddress: { address: '2001:db8::1', port: 9 },
      fingerprint: false,
    }),
    buildStun({ class: 'error', transactionId, errorCode: { code: 420, reason: 'no' }, unknownAttributes: [2, 3] }),
  ],
  run(bytes) {
    const message = readStun(bytes);
    if (message === undefined) return;
    if (message.messageIntegrityOffset >= 0) {
      if (integrityValue(bytes, message)?.length !== 20) throw new Error('integrity value');
      if (integrityInput(bytes, message)?.length !== message.messageIntegrityOffset) throw new Error('integrity input');
    }
    if (message.unknownRequired.length * 4 > bytes.length) throw new Error('unknown attributes');
  },
};
