/** The TLS 1.2 pseudo-random function (RFC 5246 section 5): stretches a secret into as many bytes as asked. */
import { createHmac, createSecretKey } from 'node:crypto';
import { join } from './byte-writer.ts';

/** PRF(secret, label, seed), `length` bytes. `label` is ASCII. */
export function prf(
  hash: 'sha256' | 'sha384',
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const key = createSecretKey(secret);
  const labelledSeed = join(Buffer.from(label, 'ascii'), seed);
  const output = new Uint8Array(length);
  let chained: Uint8Array = labelledSeed;
  let filled = 0;
  while (filled < length) {
    chained = createHmac(hash, key).update(chained).digest();
    const block = createHmac(hash, key).update(chained).update(labelledSeed).digest();
    output.set(block.subarray(0, length - filled), filled);
    filled += block.length;
  }
  return output;
}
