/** How often what may be tried, by address and by account; the numbers come from the contracts. */
import { createHash } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Limits, Rate } from '@veche/ports/limits/limits.ts';
import { requireTake } from '@veche/ports/limits/require-take.ts';

const rates = {
  logInsPerAddress: { capacity: limits.logInsPerAddressPerMinute, perMs: 60_000 },
  logInsPerAccount: { capacity: limits.logInsPerAccountPerMinute, perMs: 60_000 },
  registrationsPerAddress: { capacity: limits.registrationsPerAddressPerHour, perMs: 3_600_000 },
  changesPerAccount: { capacity: limits.changesPerAccountPerMinute, perMs: 60_000 },
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

/**
 * A whole IPv6 /64 is one address here: tries from its 2^64 others would be free otherwise. An account may be named by
 * whatever was typed as its e-mail, of any length: a hash of it is enough, and keeps nobody's e-mail in memory.
 */
function keyOf(name: RateName, subject: string): string {
  return `${name}:${name.endsWith('PerAddress') ? addressSubject(subject) : hashOf(subject)}`;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
