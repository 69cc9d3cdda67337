/** Makes a meeting: for now, or planned for later. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { CreateConferenceRequest, CreatedConference } from '@veche/contracts/rest/conferences.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { v4 as uuid } from 'uuid';
import type { ConferencesParts } from '../conferences-parts.ts';
import { parseConferenceName } from '../domain/conference-name.ts';
import { joinLink, joinPath } from '../domain/join-link.ts';
import { parseJoinPassword } from '../domain/join-password.ts';
import { parseStartTime } from '../domain/start-time.ts';
import { takeOrRefuse } from './rate-limits.ts';

/** Throws `name_…`, `invalid_request`, `conference_starts_in_past`, `too_many_conferences`, `too_many_requests`. */
export async function createConference(
  parts: ConferencesParts,
  request: CreateConferenceRequest,
  owner: { readonly userId: string; readonly publicUrl: string },
): Promise<CreatedConference> {
  const nowMs = parts.clock.nowMs();
  const name = parseConferenceName(request.name);
  const password = parseJoinPassword(request.password);
  const startsAtMs = request.startsAt === undefined ? nowMs : parseStartTime(request.startsAt, nowMs);
  await takeOrRefuse(parts.limits, 'conferencesPerUser', owner.userId);
  const id = uuid({ random: parts.random.bytes(16) });
  const row = {
    id,
    owner_id: owner.userId,
    parent_id: null,
    name,
    join_password: password,
    join_link: joinPath(id),
    server_location: null,
    recording_url: null,
    sound_mode: request.soundMode ?? 'mixed',
    lobby: Number(request.lobby ?? false),
    started_at: instant(Math.max(startsAtMs, nowMs)),
    ended_at: null,
    created_at: instant(nowMs),
    updated_at: instant(nowMs),
  };
  if (startsAtMs <= nowMs) {
    await parts.conferences.add(row);
  } else if (!(await parts.conferences.addPlanned(row, limits.pendingConferencesPerUser))) {
    throw new VecheError('too_many_conferences');
  }
  return { id, joinLink: joinLink(owner.publicUrl, id, password), joinPassword: password };
}
