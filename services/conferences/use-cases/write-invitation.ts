/** A meeting's calendar file. The owner's carries the password in its link; anybody else's does not. */
import type { ConferencesParts } from '../conferences-parts.ts';
import { calendarFile } from '../domain/calendar-event.ts';
import { joinLink } from '../domain/join-link.ts';
import type { Viewer } from './conference-view.ts';
import { findUnended } from './find-conference.ts';

/** Throws `conference_not_found`, `conference_ended`. */
export async function writeInvitation(parts: ConferencesParts, id: string, viewer: Viewer): Promise<string> {
  const row = await findUnended(parts, id);
  const password = row.owner_id === viewer.userId ? row.join_password : null;
  return calendarFile({
    id: row.id,
    name: row.name,
    link: joinLink(viewer.publicUrl, row.id, password),
    startsAtMs: Date.parse(row.started_at),
    createdAtMs: Date.parse(row.created_at),
    changedAtMs: Date.parse(row.updated_at),
  });
}
