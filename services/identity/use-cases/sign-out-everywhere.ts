/** Ends every session of an account, or every one but the one in which it is asked. */
import type { IdentityParts } from '../identity-parts.ts';

export async function signOutEverywhere(
  parts: IdentityParts,
  userId: string,
  options: { readonly exceptSessionId?: string } = {},
): Promise<void> {
  const { exceptSessionId } = options;
  const ended = await parts.sessions.deleteOwned(
    userId,
    exceptSessionId === undefined ? {} : { exceptId: exceptSessionId },
  );
  if (ended.length > 0)
    parts.events.emit('sessionsEnded', { userId, sessionIds: ended.map(({ id }) => id), reason: 'signedOut' });
}
