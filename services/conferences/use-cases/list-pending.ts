/** The seed's `pending_conferences`: what a person has planned and what of theirs goes on now, derived at each asking. */
import type { ConferenceList } from '@veche/contracts/rest/conferences.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { conferenceView } from './conference-view.ts';

/** A planned meeting stays in the list this long after its start, so that nobody who is late has to look for it. */
const lateMs = 24 * 3_600_000;

export async function listPending(
  parts: ConferencesParts,
  viewer: { readonly userId: string; readonly publicUrl: string },
): Promise<ConferenceList> {
  const rows = await parts.conferences.unended(viewer.userId, instant(parts.clock.nowMs() - lateMs));
  const pending = rows.filter((row) => row.started_at !== row.created_at || parts.live(row.id) !== undefined);
  return { conferences: pending.map((row) => conferenceView(parts, row, viewer)) };
}
