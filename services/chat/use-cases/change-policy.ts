/** Hosts say what the others may do in the chat. It holds as soon as the log has told it. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { appendEvent } from './append-event.ts';

/** Throws `not_the_host`, `chat_unavailable`. */
export async function changePolicy(
  parts: ChatParts,
  room: ChatRoom,
  place: ChatPlace,
  changes: Partial<ChatPolicy>,
): Promise<ChatPolicy> {
  if (place.role !== 'host') throw new VecheError('not_the_host');
  const policy = { ...room.policy, ...changes };
  await appendEvent(parts, place.conferenceId, { type: 'policyChanged', policy });
  return policy;
}
