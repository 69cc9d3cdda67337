/** One's own account. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { User } from '@veche/contracts/rest/identity.ts';
import type { IdentityParts } from '../identity-parts.ts';
import { userView } from './user-view.ts';

/** Throws `not_signed_in` when the account is gone. */
export async function readUser(parts: IdentityParts, userId: string): Promise<User> {
  const user = await parts.users.byId(userId);
  if (user === undefined) throw new VecheError('not_signed_in');
  return userView(user);
}
