/** Ends one session of one's own, on another device say. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { IdentityParts } from '../identity-parts.ts';

/** Throws `not_found` for a session that is not there or somebody else's. */
export async function endSession(parts: IdentityParts, userId: string, sessionId: string): Promise<void> {
  const ended = await parts.sessions.deleteById(userId, sessionId);
  if (ended === undefined) throw new VecheError('not_found');
  parts.events.emit('sessionsEnded', { userId, sessionIds: [sessionId], reason: 'signedOut' });
}
