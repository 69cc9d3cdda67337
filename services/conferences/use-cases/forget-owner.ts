/**
 * An account is being deleted: what it planned goes, what it has running or left open ends, and nothing stays of what was said in any of its
 * meetings. May be repeated.
 */
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { markEnded } from './end-conference.ts';

export async function forgetOwner(parts: ConferencesParts, userId: string): Promise<void> {
  const now = instant(parts.clock.nowMs());
  for (const row of await parts.conferences.unended(userId, '')) {
    if (row.started_at > now) await parts.places.withdrawAll(row.id);
    else await markEnded(parts, row.id);
    parts.endConference(row.id);
    if (row.started_at <= now) continue;
    await parts.conferenceDeleted(row.id);
    await parts.conferences.delete(row.id);
  }
  for (const id of await parts.conferences.idsOfOwner(userId)) await parts.conferenceDeleted(id);
}
