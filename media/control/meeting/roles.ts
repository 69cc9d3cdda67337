/**
 * Host, co-hosts, guests. At most one is the host: the owner when they come, unless they are inside already; whom the host hands it to; and when the
 * host goes, the co-host who has been there longest, until the owner is back. Nothing else changes a role.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import type { Role } from '@veche/contracts/signalling/conference-view.ts';
import type { Draft } from './draft.ts';
import type { Comer, LiveParticipant } from './meeting-state.ts';

const hostOf = (draft: Draft): LiveParticipant | undefined =>
  [...draft.state.participants.values()].find(({ role }) => role === 'host');

/** `kept`: as which they were inside before. */
export function roleOnComing(draft: Draft, comer: Comer, kept: Role | undefined): Role {
  const role = roleOf(draft, comer, kept);
  if (role !== 'host') return role;
  const host = hostOf(draft);
  if (host !== undefined) draft.change(host.participantId, { role: 'coHost' });
  draft.state = { ...draft.state, awaitedHost: undefined };
  return role;
}

function roleOf(draft: Draft, { participantId, isOwner, role }: Comer, kept: Role | undefined): Role {
  const { awaitedHost } = draft.state;
  const hasHost = hostOf(draft) !== undefined;
  if (kept === undefined) {
    if (!isOwner) return role === 'guest' ? 'guest' : hasHost ? 'coHost' : 'host';
    return ownerIsHere(draft) ? (hasHost ? 'coHost' : 'host') : 'host';
  }
  if (kept === 'host') return !hasHost || isOwner ? 'host' : 'coHost';
  const isAwaited = awaitedHost !== undefined && awaitedHost.participantId !== participantId;
  return isOwner && !hasHost && !isAwaited ? 'host' : kept;
}

const ownerIsHere = (draft: Draft): boolean =>
  [...draft.state.participants.values()].some(({ isOwner, connection }) => isOwner && connection.name === 'connected');

/** After a restart: whoever was the host did not come back in time. */
export function giveUpHost(draft: Draft): void {
  const { awaitedHost } = draft.state;
  if (awaitedHost === undefined || awaitedHost.untilMs > draft.nowMs) return;
  draft.state = { ...draft.state, awaitedHost: undefined };
  if (hostOf(draft) === undefined) succeedHost(draft);
}

/** The host has gone. */
export function succeedHost(draft: Draft): void {
  const coHosts = [...draft.state.participants.values()].filter(({ role }) => role === 'coHost');
  const rank = ({ isOwner, connection }: LiveParticipant): number =>
    (connection.name === 'connected' ? 0 : 2) + (isOwner ? 0 : 1);
  const [next] = coHosts.toSorted((a, b) => rank(a) - rank(b));
  if (next !== undefined) draft.change(next.participantId, { role: 'host' });
}

export function setRole(draft: Draft, by: LiveParticipant, participantId: string, role: 'coHost' | 'guest'): void {
  const participant = draft.participant(participantId);
  if (participant === undefined) throw new VecheError('participant_not_found');
  if (participantId === by.participantId) throw new VecheError('not_yourself');
  if (participant.isOwner && role === 'guest') throw new VecheError('owner_stays');
  draft.change(participantId, { role });
}

export function handOver(draft: Draft, by: LiveParticipant, participantId: string): void {
  if (draft.participant(participantId) === undefined) throw new VecheError('participant_not_found');
  if (participantId === by.participantId) throw new VecheError('not_yourself');
  draft.change(by.participantId, { role: 'coHost' });
  draft.change(participantId, { role: 'host' });
}
