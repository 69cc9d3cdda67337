/** Asks for the current password again before something that can't be taken back. Bounded like a log-in. */
import { VecheError } from '@veche/contracts/errors.ts';
import { normalisedPassword } from '../domain/password.ts';
import { giveBack, takeOrRefuse } from '../gate/rate-limits.ts';
import type { IdentityParts } from '../identity-parts.ts';
import type { UserRow } from '../store/identity-tables.ts';

/** Answers the account. Throws `wrong_password`, `not_signed_in` (the account is gone), `too_many_requests`, `overloaded`. */
export async function confirmPassword(parts: IdentityParts, userId: string, typed: string): Promise<UserRow> {
  await takeOrRefuse(parts.limits, 'logInsPerAccount', userId);
  const user = await parts.users.byId(userId);
  if (user === undefined) throw new VecheError('not_signed_in');
  const right = await parts.passwordGate.pass(() => parts.hasher.verify(user.password, normalisedPassword(typed)));
  if (!right) throw new VecheError('wrong_password', { field: 'currentPassword' });
  await giveBack(parts.limits, 'logInsPerAccount', userId);
  return user;
}
