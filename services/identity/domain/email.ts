/** E-mail addresses: what looks like one, and the one form in which it is kept, so that nobody registers twice by case. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';

/** The HTML standard's idea of an address, with letters of every script allowed. */
const address =
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?)*$/u;

/** The form under which accounts are found. Total: anything typed has one. */
export function normalisedEmail(typed: string): string {
  return typed.trim().normalize('NFC').toLowerCase();
}

/** Answers the normalised address. Throws `email_invalid`. */
export function parseEmail(typed: string): string {
  const email = normalisedEmail(typed);
  if (email.length > limits.userEmailMaxLength || !address.test(email)) {
    throw new VecheError('email_invalid', { field: 'email' });
  }
  return email;
}
