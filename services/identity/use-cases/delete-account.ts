/** Deletes an account with everything that hangs on it. What others hold of it goes first, so that a failure can be repeated. */
import type { IdentityParts } from '../identity-parts.ts';
import { confirmPassword } from './confirm-password.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

/** Throws `wrong_password`, `too_many_requests`, `overloaded`. */
export async function deleteAccount(parts: IdentityParts, userId: string, currentPassword: string): Promise<void> {
  await confirmPassword(parts, userId, currentPassword);
  await parts.accountDeleted(userId);
  await parts.users.delete(userId);
  await signOutEverywhere(parts, userId);
}
