import { browserLikeOffer, writeClientHello } from '@veche/testkit/dtls-test-client/client-messages.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { readClientHello } from './hello-messages.ts';
import { negotiate } from './negotiation.ts';

const random = new Uint8Array(32).fill(5);

/** Whatever parses must also be negotiable or refused. */
export const target: FuzzTarget = {
  name: 'dtls-client-hello',
  seeds: [
    writeClientHello(browserLikeOffer, random),
    writeClientHello({ ...browserLikeOffer, supportedVersions: undefined, srtpProfileIds: [] }, random),
  ],
  run(bytes) {
    const hello = readClientHello(bytes);
    if (hello && hello.random.length !== 32) throw new Error('a random of wrong length');
    if (hello) negotiate(hello);
  },
};
