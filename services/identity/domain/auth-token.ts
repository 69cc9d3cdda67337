/** Session tokens: 96 random bytes, written as 128 characters. Opaque: nothing is in them, everything is looked up. */
import { limits } from '@veche/contracts/limits.ts';
import type { Random } from '@veche/kernel/random.ts';

const shape = new RegExp(`^[A-Za-z0-9_-]{${limits.authTokenLength}}$`);

export function newAuthToken(random: Random): string {
  return Buffer.from(random.bytes((limits.authTokenLength * 3) / 4)).toString('base64url');
}

export function looksLikeAuthToken(text: string): boolean {
  return shape.test(text);
}
