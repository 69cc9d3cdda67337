/** Changes an account's name, or its e-mail (which needs the current password), or both. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { UpdateUserRequest, User } from '@veche/contracts/rest/identity.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { parseEmail } from '../domain/email.ts';
import { parseUserName } from '../domain/user-name.ts';
import type { IdentityParts } from '../identity-parts.ts';
import { confirmPassword } from './confirm-password.ts';
import { readUser } from './read-user.ts';
import { userView } from './user-view.ts';

/** Throws what the rules of name and e-mail throw, `wrong_password`, `email_taken`, `not_signed_in`. */
export async function changeUser(parts: IdentityParts, userId: string, request: UpdateUserRequest): Promise<User> {
  const name = request.name === undefined ? undefined : parseUserName(request.name);
  const email = request.email === undefined ? undefined : parseEmail(request.email);
  const before = await readUser(parts, userId);
  if (email !== undefined && email !== before.email) {
    await confirmPassword(parts, userId, request.currentPassword ?? '');
  }
  const after = await parts.users.change(userId, {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    updated_at: instant(parts.clock.nowMs()),
  });
  if (after === undefined) throw new VecheError('not_signed_in');
  return userView(after);
}
