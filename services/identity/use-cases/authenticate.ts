/** The guard: who does this token stand for? Every route of every service that needs an account asks here. */
import { limits } from '@veche/contracts/limits.ts';
import { looksLikeAuthToken } from '../domain/auth-token.ts';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';

/** A use is noted at most this often: the list of sessions needs no more, and a write for each request would cost a disk flush. */
const touchIntervalMs = 60_000;

/** Answers nothing for a token that opens nothing. Throws `overloaded`. */
export async function authenticate(parts: IdentityParts, token: string): Promise<SignedIn | undefined> {
  if (!looksLikeAuthToken(token)) return undefined;
  return parts.tokenGate.pass(async () => {
    const session = await parts.sessions.get(token);
    if (session === undefined) return undefined;
    const nowMs = parts.clock.nowMs();
    if (nowMs - session.usedAtMs >= touchIntervalMs) await parts.sessions.touch(token, nowMs + limits.authTokenTtlMs);
    return { userId: session.owner, sessionId: session.id };
  });
}
