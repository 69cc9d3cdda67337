/**
 * An account is being deleted: what it planned goes, what it has running or left open ends, and nothing stays of what was said in any of its
 * meetings, nor of who it was in others'. May be repeated.
 */
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { eraseConference } from './delete-conference.ts';
import { markEnded, putEveryoneOut } from './end-conference.ts';

export async function forgetOwner(parts: ConferencesParts, userId: string): Promise<void> {
  const now = instant(parts.clock.nowMs());
  for (const row of await parts.conferences.unended(userId, '')) {
    if (row.started_at > now) {
      await eraseConference(parts, row.id);
    } else {
      await markEnded(parts, row.id);
      await putEveryoneOut(parts, row.id);
    }
  }
  for (const id of await parts.conferences.idsOfOwner(userId)) await parts.conferenceDeleted(id);
  await parts.bars.forgetAccount(userId);
  await parts.participations.forgetAccount(userId);
}
