/** Password rules: length and commonness only. Rules of composition make passwords worse, so there are none. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { isCommonPassword } from './common-passwords.ts';

/** The form that is hashed: keyboards spell the same letter with different code points. */
export function normalisedPassword(typed: string): string {
  return typed.normalize('NFKC');
}

/**
 * Answers the normalised password; lengths count its code points. `field` names the request's field in the error.
 * Throws `password_too_short`, `password_too_long`, `password_too_common`.
 */
export function parseNewPassword(typed: string, field: string): string {
  const password = normalisedPassword(typed);
  const { length } = [...password];
  if (length < limits.passwordMinLength) throw new VecheError('password_too_short', { field });
  if (length > limits.passwordMaxLength) throw new VecheError('password_too_long', { field });
  if (isCommonPassword(password)) throw new VecheError('password_too_common', { field });
  return password;
}
