/** A meeting's password. It is shown to the owner and travels in invitations, so it is kept as it is, and only compared with care. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';

const notPlain = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Answers the password, or null for none: nothing or only spaces. Throws `invalid_request` for what is too long or can't be typed. */
export function parseJoinPassword(typed: string | undefined): string | null {
  const password = comparable(typed ?? '');
  if (password === '') return null;
  if ([...password].length > limits.joinPasswordMaxLength || notPlain.test(password)) {
    throw new VecheError('invalid_request', { field: 'password' });
  }
  return password;
}

/** Whether `typed` is the password; the time taken says nothing about how much of it was right. */
export function joinPasswordMatches(password: string, typed: string): boolean {
  return timingSafeEqual(digest(password), digest(comparable(typed)));
}

function comparable(text: string): string {
  return text.normalize('NFC').trim();
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
