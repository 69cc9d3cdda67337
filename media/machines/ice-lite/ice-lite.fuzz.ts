import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { buildStun } from '../../wire/stun.ts';
import { hmacSha1 } from './hmac-sha1.ts';
import { createIceLite } from './ice-lite.ts';

const password = 'a-password-for-fuzzing-only';
const reflexive = { address: '192.0.2.7', port: 4_321, family: 4 } as const;
const check = buildStun({
  class: 'request',
  transactionId: new Uint8Array(12).fill(3),
  username: 'server:peer',
  priority: 1_000,
  iceControlling: 5n,
  useCandidate: true,
  integrity: { key: new TextEncoder().encode(password), hmacSha1 },
});

/** The agent takes any bytes; what proves nothing gets no more than it sent and changes nothing. */
export const target: FuzzTarget = {
  name: 'ice-lite',
  seeds: [check],
  run(bytes) {
    const agent = createIceLite({ localUfrag: 'server', localPassword: password, hmacSha1 });
    const { validated, response } = agent.receive(0, bytes, 'a', reflexive);
    if (validated !== (agent.state === 'connected')) throw new Error('state changed without proof');
    if (response && !validated && response.length > bytes.length + 40) throw new Error('an answer that amplifies');
  },
};
