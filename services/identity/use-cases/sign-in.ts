/**
 * Opens a session for an e-mail and a password. Whoever doesn't know both learns nothing: an unknown e-mail and a wrong
 * password give the same answer after the same work.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { v4 as uuid } from 'uuid';
import { newAuthToken } from '../domain/auth-token.ts';
import { deviceName } from '../domain/device-name.ts';
import { normalisedEmail } from '../domain/email.ts';
import { normalisedPassword } from '../domain/password.ts';
import { giveBack, takeOrRefuse } from '../gate/rate-limits.ts';
import type { IdentityParts, Remote } from '../identity-parts.ts';

export interface OpenedSession {
  /** 128 characters; kept nowhere on the server. */
  readonly token: string;
}

/** Throws `wrong_credentials`, `too_many_requests`, `overloaded`. */
export async function signIn(
  parts: IdentityParts,
  request: { readonly email: string; readonly password: string },
  remote: Remote,
): Promise<OpenedSession> {
  await takeOrRefuse(parts.limits, 'logInsPerAddress', remote.address);
  const email = normalisedEmail(request.email);
  await takeOrRefuse(parts.limits, 'logInsPerAccount', email);
  return parts.passwordGate.pass(async () => {
    const user = await parts.users.byEmail(email);
    const right = await parts.hasher.verify(user?.password, normalisedPassword(request.password));
    if (user === undefined || !right) throw new VecheError('wrong_credentials');
    // Only wrong tries count against the account.
    await giveBack(parts.limits, 'logInsPerAccount', email);
    const token = newAuthToken(parts.random);
    await parts.sessions.put(token, {
      id: uuid({ random: parts.random.bytes(16) }),
      owner: user.id,
      value: { device: deviceName(remote.userAgent), address: remote.address },
      expiresAtMs: parts.clock.nowMs() + limits.authTokenTtlMs,
    });
    // The password may have been changed, or the account deleted, while it was compared: then this session is one of those ended.
    const after = await parts.users.byId(user.id);
    if (after?.password !== user.password) {
      await parts.sessions.delete(token);
      throw new VecheError('wrong_credentials');
    }
    await endOldestBeyondBound(parts, user.id);
    return { token };
  });
}

async function endOldestBeyondBound(parts: IdentityParts, userId: string): Promise<void> {
  const sessions = await parts.sessions.list(userId);
  const ended = sessions.slice(0, Math.max(0, sessions.length - limits.sessionsPerUser));
  for (const { id } of ended) await parts.sessions.deleteById(userId, id);
  if (ended.length > 0)
    parts.events.emit('sessionsEnded', { userId, sessionIds: ended.map(({ id }) => id), reason: 'tooMany' });
}
