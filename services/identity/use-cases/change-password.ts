/** Changes an account's password and ends all its other sessions: whoever held the old one is out. */
import { instant } from '@veche/ports/sql/sql.ts';
import { parseNewPassword } from '../domain/password.ts';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';
import { confirmPassword } from './confirm-password.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

/** Throws `password_…`, `wrong_password`, `too_many_requests`, `overloaded`. */
export async function changePassword(
  parts: IdentityParts,
  { userId, sessionId }: SignedIn,
  request: { readonly currentPassword: string; readonly newPassword: string },
): Promise<void> {
  const newPassword = parseNewPassword(request.newPassword, 'newPassword');
  await confirmPassword(parts, userId, request.currentPassword);
  const password = await parts.passwordGate.pass(() => parts.hasher.hash(newPassword));
  await parts.users.change(userId, { password, updated_at: instant(parts.clock.nowMs()) });
  await signOutEverywhere(parts, userId, { exceptSessionId: sessionId });
}
