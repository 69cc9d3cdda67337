/** Whether a session still stands: asked by whoever has meanwhile written down something that must not outlive it. */
import type { IdentityParts, SignedIn } from '../identity-parts.ts';

export async function stillSignedIn(parts: IdentityParts, { userId, sessionId }: SignedIn): Promise<boolean> {
  const sessions = await parts.sessions.list(userId);
  return sessions.some(({ id }) => id === sessionId);
}
