/**
 * Whoever waits in front of the door brings no files. Somebody who was moved to another room may go on uploading: nobody is shown a file before its
 * message, and that waits until they are back.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { ChatParts } from '../chat-parts.ts';
import { chatStanding } from '../domain/chat-standing.ts';
import type { ChatPlace } from '../needs.ts';

/** Throws `waiting_for_host`. */
export async function requireInMeeting(
  { whereabouts, doorWhileClosed }: Pick<ChatParts, 'whereabouts' | 'doorWhileClosed'>,
  place: ChatPlace,
): Promise<{ readonly isHost: boolean }> {
  const { conferenceId, participantId, role } = place;
  const isClosed = whereabouts(conferenceId, participantId) === undefined;
  const door = isClosed ? await doorWhileClosed(conferenceId, participantId) : 'shut';
  const standing = chatStanding(place, whereabouts(conferenceId, participantId), 'main', door);
  if (standing.name === 'in') return standing;
  if (standing.refusal === 'waiting_for_host') throw new VecheError(standing.refusal);
  return { isHost: isHost(role) };
}
