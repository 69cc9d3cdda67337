/** Changes a meeting's name, password, start, sound or lobby. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Conference, UpdateConferenceRequest } from '@veche/contracts/rest/conferences.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { parseConferenceName } from '../domain/conference-name.ts';
import { parseJoinPassword } from '../domain/join-password.ts';
import { parseStartTime } from '../domain/start-time.ts';
import { conferenceView } from './conference-view.ts';
import { findOwnUnended } from './find-conference.ts';

/** Throws what the rules of creation throw, and `conference_not_found`, `conference_ended`, `not_the_owner`. */
export async function updateConference(
  parts: ConferencesParts,
  id: string,
  request: UpdateConferenceRequest,
  owner: { readonly userId: string; readonly publicUrl: string },
): Promise<Conference> {
  const before = await findOwnUnended(parts, id, owner.userId);
  const nowMs = parts.clock.nowMs();
  // A form sends the start back as it was, and a meeting that has begun must still take a new name.
  const startsAt = request.startsAt === before.started_at ? undefined : request.startsAt;
  const changes = {
    ...(request.name === undefined ? {} : { name: parseConferenceName(request.name) }),
    ...(request.password === undefined ? {} : { join_password: parseJoinPassword(request.password) }),
    ...(request.soundMode === undefined ? {} : { sound_mode: request.soundMode }),
    ...(request.lobby === undefined ? {} : { lobby: Number(request.lobby) }),
    ...(startsAt === undefined ? {} : { started_at: instant(Math.max(parseStartTime(startsAt, nowMs), nowMs)) }),
    updated_at: instant(nowMs),
  };
  const after = await parts.conferences.change(before.id, changes, limits.pendingConferencesPerUser);
  if (after === undefined) throw new VecheError('conference_ended');
  if (after === 'tooManyPlanned') throw new VecheError('too_many_conferences');
  // Also what the row had before: the host may have chosen another meanwhile. The meeting knows whether it is news.
  if (request.soundMode !== undefined) parts.soundModeChosen(after.id, request.soundMode);
  if (request.lobby !== undefined) parts.lobbyChosen(after.id, request.lobby);
  return conferenceView(parts, after, owner);
}
