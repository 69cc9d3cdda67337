/** Gives somebody a place in a meeting: its owner by their session, everybody else as a guest, with the password where there is one. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { JoinAnswer, JoinRequest } from '@veche/contracts/rest/conferences.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import { v4 as uuid } from 'uuid';
import type { ConferencesParts } from '../conferences-parts.ts';
import { parseParticipantName } from '../domain/conference-name.ts';
import { joinPasswordMatches } from '../domain/join-password.ts';
import type { Account } from '../needs.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';
import { isBarred, isSuspect } from './check-bars.ts';
import { findUnended } from './find-conference.ts';
import { newToken } from './new-token.ts';
import { giveBack, takeOrRefuse } from './rate-limits.ts';

export interface Joiner {
  readonly account: Account | undefined;
  /** What their browser is known by, if they have ever come without an account; always given for one who comes so now. */
  readonly guestKey: string | undefined;
  readonly address: string;
  readonly publicUrl: string;
}

/**
 * Throws `conference_not_found`, `conference_ended`, `removed_from_meeting`, `conference_full`, `meeting_locked`, `join_password_required`,
 * `join_password_wrong`, `name_missing`, `name_too_long`, `invalid_request`, `no_media_server`, `too_many_requests`, `not_signed_in` when
 * the session under which it is asked ends meanwhile.
 */
export async function joinConference(
  parts: ConferencesParts,
  id: string,
  request: JoinRequest,
  { account, guestKey, address, publicUrl }: Joiner,
): Promise<JoinAnswer> {
  await takeOrRefuse(parts.limits, 'joinsPerAddress', address);
  const row = await findUnended(parts, id);
  const isOwner = account?.userId === row.owner_id;
  const userId = account?.userId ?? null;
  if (!isOwner && (await isBarred(parts, row.id, { userId, guestKey }))) throw new VecheError('removed_from_meeting');
  const accountName = account === undefined ? undefined : await parts.accountName(account.userId);
  const name = parseParticipantName(request.name, accountName);
  if (!isOwner) await checkPassword(parts, row, request.password, address);
  // The owner gets in even then: somebody must be able to make room.
  if (!isOwner) requireOpenDoor(parts, row.id);
  const route = await parts.route(row.id, publicUrl);
  if (route === undefined) throw new VecheError('no_media_server', { retryAfterSeconds: 5 });

  const participantId = uuid({ random: parts.random.bytes(16) });
  const [participantToken, chatToken] = [newToken(parts), newToken(parts)];
  const known = { userId, guestKey, address: addressSubject(address) };
  await parts.places.give({
    place: {
      participantId,
      conferenceId: row.id,
      name,
      role: isOwner ? 'host' : 'guest',
      ...known,
      mustWait: await isSuspect(parts, row.id, known),
    },
    participantToken,
    chatToken,
    sessionId: account?.sessionId,
    expiresAtMs: parts.clock.nowMs() + limits.participantTokenTtlMs,
  });
  // The session may have ended, and its places been withdrawn, before these were written: then nobody else takes them away.
  if (account !== undefined && !(await parts.stillSignedIn(account))) {
    await parts.places.withdrawOfSession(account.sessionId);
    throw new VecheError('not_signed_in');
  }
  return {
    participantId,
    participantToken,
    mediaUrl: route.mediaUrl,
    chatUrl: parts.chatUrl(chatToken, publicUrl),
    iceServers: [...parts.iceServers()],
  };
}

function requireOpenDoor(parts: ConferencesParts, conferenceId: string): void {
  const live = parts.live(conferenceId);
  if (live?.locked === true) throw new VecheError('meeting_locked');
  if ((live?.participants ?? 0) >= limits.participantsPerConference) throw new VecheError('conference_full');
}

async function checkPassword(
  parts: ConferencesParts,
  { join_password }: ConferenceRow,
  typed: string | undefined,
  address: string,
): Promise<void> {
  if (join_password === null) return;
  if (typed === undefined || typed.trim() === '') throw new VecheError('join_password_required', { field: 'password' });
  // Taken before the comparison, so that tries sent all at once are bounded too; a right one does not count.
  await takeOrRefuse(parts.limits, 'wrongJoinPasswordsPerAddress', address);
  if (!joinPasswordMatches(join_password, typed)) throw new VecheError('join_password_wrong', { field: 'password' });
  await giveBack(parts.limits, 'wrongJoinPasswordsPerAddress', address);
}
