/** Where an account is signed in, the latest use first. */
import type { SessionList } from '@veche/contracts/rest/identity.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { IdentityParts, SignedIn } from '../identity-parts.ts';

export async function listSessions(parts: IdentityParts, { userId, sessionId }: SignedIn): Promise<SessionList> {
  const sessions = await parts.sessions.list(userId);
  return {
    sessions: sessions
      .toSorted((one, other) => other.usedAtMs - one.usedAtMs)
      .map(({ id, value, createdAtMs, usedAtMs }) => ({
        id,
        createdAt: instant(createdAtMs),
        lastUsedAt: instant(usedAtMs),
        device: value.device,
        address: value.address,
        current: id === sessionId,
      })),
  };
}
