/** Somebody says something. Confirmed when the log has it; the same id again is the same message, over whichever socket it comes. */
import type { ChatParams, ChatResult } from '@veche/contracts/chat/chat-methods.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { Person } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';
import { requireMayPost } from '../domain/chat-policy.ts';
import { parseMessageText } from '../domain/message-text.ts';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { appendEvent } from './append-event.ts';

/**
 * Throws `message_empty`, `message_too_long`, `chat_off`, `direct_messages_off`, `receiver_not_found`, `message_id_taken`, `chat_full`,
 * `chat_unavailable`.
 */
export async function postMessage(
  parts: ChatParts,
  room: ChatRoom,
  place: ChatPlace,
  { id, text, receiverId }: ChatParams<'send'>,
): Promise<ChatResult<'send'>> {
  const before = room.postings.get(id) ?? room.known(id);
  if (before !== undefined) {
    // What was confirmed once stays confirmed, whatever the rules are now.
    if (before.senderId !== place.participantId) throw new VecheError('message_id_taken');
    if ('done' in before) return before.done;
    const unstored = parts.rooms.unstored.messages(place.conferenceId).get(id);
    const message = unstored ?? (await parts.messages.find(place.conferenceId, id));
    return { position: before.position, createdAtMs: message?.createdAtMs ?? parts.clock.nowMs() };
  }
  const kept = parseMessageText(text);
  requireMayPost(place.role, room.policy, receiverId !== undefined);
  if (room.isFull) throw new VecheError('chat_full');
  const done = post(parts, place, { id, text: kept, receiverId });
  room.postings.set(id, { senderId: place.participantId, done });
  try {
    return await done;
  } finally {
    room.postings.delete(id);
  }
}

async function post(
  parts: ChatParts,
  { conferenceId, participantId, userId, name }: ChatPlace,
  { id, text, receiverId }: { readonly id: string; readonly text: string; readonly receiverId: string | undefined },
): Promise<ChatResult<'send'>> {
  const receiver = receiverId === undefined ? undefined : await receiverOf(parts, conferenceId, receiverId);
  const sender = { participantId, userId, name: parts.liveName(conferenceId, participantId) ?? name };
  const createdAtMs = parts.clock.nowMs();
  const position = await appendEvent(parts, conferenceId, {
    type: 'posted',
    message: { id, sender, receiver, text, createdAtMs },
  });
  return { position, createdAtMs };
}

async function receiverOf(parts: ChatParts, conferenceId: string, participantId: string): Promise<Person> {
  const person = await parts.person(conferenceId, participantId);
  if (person === undefined) throw new VecheError('receiver_not_found', { field: 'receiverId' });
  return { participantId, ...person };
}
