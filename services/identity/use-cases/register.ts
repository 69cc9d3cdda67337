/** Makes an account. */
import type { RegisterRequest, User } from '@veche/contracts/rest/identity.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { v4 as uuid } from 'uuid';
import { parseEmail } from '../domain/email.ts';
import { parseNewPassword } from '../domain/password.ts';
import { parseUserName } from '../domain/user-name.ts';
import { takeOrRefuse } from '../gate/rate-limits.ts';
import type { IdentityParts, Remote } from '../identity-parts.ts';
import { userView } from './user-view.ts';

/** Throws `name_…`, `email_invalid`, `password_…`, `email_taken`, `too_many_requests`, `overloaded`. */
export async function register(parts: IdentityParts, request: RegisterRequest, remote: Remote): Promise<User> {
  const name = parseUserName(request.name);
  const email = parseEmail(request.email);
  const password = parseNewPassword(request.password, 'password');
  await takeOrRefuse(parts.limits, 'registrationsPerAddress', remote.address);
  return parts.passwordGate.pass(async () => {
    const now = instant(parts.clock.nowMs());
    const user = {
      id: uuid({ random: parts.random.bytes(16) }),
      name,
      email,
      password: await parts.hasher.hash(password),
      created_at: now,
      updated_at: now,
    };
    await parts.users.add(user);
    return userView(user);
  });
}
