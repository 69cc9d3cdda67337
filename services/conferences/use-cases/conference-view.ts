/** A meeting as it is told over the wire: link and password to its owner alone. */
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { joinLink } from '../domain/join-link.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';

/** Who looks, and by which address they came. */
export interface Viewer {
  readonly userId: string | undefined;
  readonly publicUrl: string;
}

export function conferenceView(parts: ConferencesParts, row: ConferenceRow, { userId, publicUrl }: Viewer): Conference {
  const own = userId !== undefined && row.owner_id === userId;
  return {
    id: row.id,
    name: row.name,
    passwordRequired: row.join_password !== null,
    soundMode: row.sound_mode,
    lobby: row.lobby === 1,
    startsAt: row.started_at,
    endedAt: row.ended_at,
    live: row.ended_at === null && parts.live(row.id) !== undefined,
    own,
    ...(own ? { joinLink: joinLink(publicUrl, row.id, row.join_password), joinPassword: row.join_password } : {}),
  };
}
