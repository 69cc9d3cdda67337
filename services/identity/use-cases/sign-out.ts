/** Ends the session in which it is asked. */
import type { IdentityParts, SignedIn } from '../identity-parts.ts';

export async function signOut(parts: IdentityParts, { userId, sessionId }: SignedIn): Promise<void> {
  await parts.sessions.deleteById(userId, sessionId);
  parts.events.emit('sessionsEnded', { userId, sessionIds: [sessionId], reason: 'signedOut' });
}
