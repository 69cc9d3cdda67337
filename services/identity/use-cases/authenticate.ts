/** The guard: who does this token stand for? Every route of every service that needs an account asks here. */
import { limits } from '@veche/contracts/limits.ts';
import { looksLikeAuthToken } from '../domain/auth-token.ts';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';

/** A use is noted at most this often: the list of sessions needs no more, and a write for each request would cost a disk flush. */
const touchIntervalMs = 60_000;

export interface Authenticated extends SignedIn {
  /** This use was noted: the session lives its full time from now on. */
  readonly renewed: boolean;
}

/** Answers nothing for a token that opens nothing. Throws `overloaded`. */
export async function authenticate(parts: IdentityParts, token: string): Promise<Authenticated | undefined> {
  if (!looksLikeAuthToken(token)) return undefined;
  return parts.tokenGate.pass(async () => {
    const session = await parts.sessions.get(token);
    if (session === undefined) return undefined;
    const nowMs = parts.clock.nowMs();
    const renewed = nowMs - session.usedAtMs >= touchIntervalMs;
    // Signed out in between: then it opens nothing any more.
    if (renewed && !(await parts.sessions.touch(token, nowMs + limits.authTokenTtlMs))) return undefined;
    return { userId: session.owner, sessionId: session.id, renewed };
  });
}
