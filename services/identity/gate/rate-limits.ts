/** How often what may be tried, by address and by account; the numbers come from the contracts. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Limits, Rate } from '@veche/ports/limits/limits.ts';

export const rates = {
  logInsPerAddress: { capacity: limits.logInsPerAddressPerMinute, perMs: 60_000 },
  logInsPerAccount: { capacity: limits.logInsPerAccountPerMinute, perMs: 60_000 },
  registrationsPerAddress: { capacity: limits.registrationsPerAddressPerHour, perMs: 3_600_000 },
} as const satisfies Record<string, Rate>;

/** Throws `too_many_requests` with the time after which another try will be granted. */
export async function takeOrRefuse(buckets: Limits, name: keyof typeof rates, subject: string): Promise<void> {
  const take = await buckets.take(keyOf(name, subject), rates[name]);
  if (!take.ok) {
    throw new VecheError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(take.retryAfterMs / 1_000)) });
  }
}

/** A whole IPv6 /64 is one address here: tries from its 2^64 others would be free otherwise. */
const keyOf = (name: keyof typeof rates, subject: string): string =>
  `${name}:${name.endsWith('PerAddress') ? addressSubject(subject) : subject}`;
