import { seededBytes, seededFraction } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { target as server } from './dtls-server.fuzz.ts';
import { target as fragments } from './handshake-fragments.fuzz.ts';
import { target as messages } from './handshake-messages.fuzz.ts';
import { target as hellos } from './hello-messages.fuzz.ts';
import { target as records } from './records.fuzz.ts';

describe('readers of remote bytes', () => {
  it.each([
    { target: records, runs: 3_000 },
    { target: fragments, runs: 3_000 },
    { target: hellos, runs: 3_000 },
    { target: messages, runs: 2_000 },
    { target: server, runs: 300 },
  ])('survive thousands of changed inputs: $target.name', ({ target, runs }) => {
    const fraction = seededFraction(11);
    const random = seededBytes(12);
    for (const seed of target.seeds) expect(() => target.run(seed)).not.toThrow();
    for (let run = 0; run < runs; run++) {
      const bytes = Uint8Array.from(target.seeds[run % target.seeds.length]!);
      const changes = 1 + Math.floor(fraction() * 6);
      for (let change = 0; change < changes; change++) bytes[Math.floor(fraction() * bytes.length)] = random(1)[0]!;
      const cut = fraction() < 0.2 ? bytes.subarray(0, Math.floor(fraction() * bytes.length)) : bytes;
      target.run(cut);
      target.run(random(Math.floor(fraction() * 80)));
    }
  });
});
