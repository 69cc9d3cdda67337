/** Takes a message back: one's own, or any as a host. Its text is gone for everybody, and that it was there stays. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import { maySee } from '../domain/message-view.ts';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { appendEvent } from './append-event.ts';
import { findMessage } from './find-message.ts';

/**
 * Throws `message_not_found`, for what the participant was never shown too, `not_your_message`, `waiting_for_host`, `not_in_this_room`,
 * `chat_unavailable`.
 */
export async function deleteMessage(parts: ChatParts, room: ChatRoom, place: ChatPlace, id: string): Promise<void> {
  const { conferenceId } = place;
  const found = await findMessage(parts, conferenceId, id);
  const { isHost } = room.requireIn(place);
  if (found === undefined || !maySee(found, place)) throw new VecheError('message_not_found');
  const isOwn = found.sender.participantId === place.participantId || isSameAccount(found.sender.userId, place.userId);
  if (!isOwn && !isHost) throw new VecheError('not_your_message');
  if (found.redactedAtMs !== undefined) return;
  const { sender, receiver, position, createdAtMs } = found;
  await appendEvent(parts, conferenceId, {
    type: 'deleted',
    message: { id, sender, receiver, position, createdAtMs },
    atMs: parts.clock.nowMs(),
  });
}

const isSameAccount = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one === other;
