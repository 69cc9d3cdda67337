/** How often what may be tried around meetings; the numbers come from the contracts. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Limits, Rate } from '@veche/ports/limits/limits.ts';

const rates = {
  conferencesPerUser: { capacity: limits.conferencesPerUserPerHour, perMs: 3_600_000 },
  joinsPerAddress: { capacity: limits.joinsPerAddressPerMinute, perMs: 60_000 },
  wrongJoinPasswordsPerAddress: { capacity: limits.wrongJoinPasswordsPerAddressPerMinute, perMs: 60_000 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;

/** Throws `too_many_requests` with the time after which another try will be granted. */
export async function takeOrRefuse(buckets: Limits, name: RateName, subject: string): Promise<void> {
  const take = await buckets.take(keyOf(name, subject), rates[name]);
  if (!take.ok) {
    throw new VecheError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(take.retryAfterMs / 1_000)) });
  }
}

/** Returns a take that turned out not to count. */
export function giveBack(buckets: Limits, name: RateName, subject: string): Promise<void> {
  return buckets.giveBack(keyOf(name, subject), rates[name]);
}

/** A whole IPv6 /64 is one address here: tries from its 2^64 others would be free otherwise. */
const keyOf = (name: RateName, subject: string): string =>
  `${name}:${name.endsWith('PerAddress') ? addressSubject(subject) : subject}`;
