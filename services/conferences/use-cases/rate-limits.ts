/** How often what may be tried around meetings; the numbers come from the contracts. */
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Limits, Rate } from '@veche/ports/limits/limits.ts';
import { requireTake } from '@veche/ports/limits/require-take.ts';

const rates = {
  conferencesPerUser: { capacity: limits.conferencesPerUserPerHour, perMs: 3_600_000 },
  joinsPerAddress: { capacity: limits.joinsPerAddressPerMinute, perMs: 60_000 },
  soundChecks: { capacity: limits.soundChecksPerMinute, perMs: 60_000 },
  soundChecksPerAddress: { capacity: limits.soundChecksPerAddressPerMinute, perMs: 60_000 },
  wrongJoinPasswordsPerAddress: { capacity: limits.wrongJoinPasswordsPerAddressPerMinute, perMs: 60_000 },
} as const satisfies Record<string, Rate>;

export type RateName = keyof typeof rates;

/** Throws `too_many_requests` with the time after which another try will be granted. */
export function takeOrRefuse(buckets: Limits, name: RateName, subject: string): Promise<void> {
  return requireTake(buckets, keyOf(name, subject), rates[name]);
}

/** Returns a take that turned out not to count. */
export function giveBack(buckets: Limits, name: RateName, subject: string): Promise<void> {
  return buckets.giveBack(keyOf(name, subject), rates[name]);
}

/** A whole IPv6 /64 is one address here: tries from its 2^64 others would be free otherwise. */
const keyOf = (name: RateName, subject: string): string =>
  `${name}:${name.endsWith('PerAddress') ? addressSubject(subject) : subject}`;
