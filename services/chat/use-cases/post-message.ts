/** Somebody says something. Confirmed when the log has it; the same id again is the same message, over whichever socket it comes. */
import type { ChatParams, ChatResult } from '@veche/contracts/chat/chat-methods.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { Person } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';
import { requireMayPost, requireMaySendFiles } from '../domain/chat-policy.ts';
import { requireTogether } from '../domain/chat-standing.ts';
import { parseMessageText } from '../domain/message-text.ts';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { appendEvent } from './append-event.ts';
import { claimAttachment } from './claim-attachment.ts';
import { findMessage } from './find-message.ts';

/**
 * Throws `message_empty`, `message_too_long`, `waiting_for_host`, `not_in_this_room`, `chat_off`, `direct_messages_off`, `files_off`,
 * `message_id_taken`, `chat_full`, `chat_unavailable`, for a direct message `receiver_not_found` and whatever `requireTogether` throws, and for a
 * file whatever `claimAttachment` throws.
 */
export async function postMessage(
  parts: ChatParts,
  room: ChatRoom,
  place: ChatPlace,
  { id, text, receiverId, attachmentId }: ChatParams<'send'>,
): Promise<ChatResult<'send'>> {
  const before = room.postings.get(id) ?? room.known(id);
  // What was confirmed once stays confirmed, whatever the rules are now, and wherever its sender.
  if (before?.senderId === place.participantId) {
    if ('done' in before) return before.done;
    const message = await findMessage(parts, place.conferenceId, id);
    return { position: before.position, createdAtMs: message?.createdAtMs ?? parts.clock.nowMs() };
  }
  const { isHost } = room.requireIn(place);
  if (before !== undefined) throw new VecheError('message_id_taken');
  const kept = parseMessageText(text, { mayBeEmpty: attachmentId !== undefined });
  requireMayPost(isHost, room.policy, receiverId !== undefined);
  if (attachmentId !== undefined) requireMaySendFiles(isHost, room.policy);
  if (room.isFull) throw new VecheError('chat_full');
  const done = post(parts, room, place, { id, text: kept, receiverId, attachmentId });
  room.postings.set(id, { senderId: place.participantId, done });
  try {
    return await done;
  } finally {
    room.postings.delete(id);
  }
}

interface Posted {
  readonly id: string;
  readonly text: string;
  readonly receiverId: string | undefined;
  readonly attachmentId: string | undefined;
}

async function post(
  parts: ChatParts,
  room: ChatRoom,
  place: ChatPlace,
  { id, text, receiverId, attachmentId }: Posted,
): Promise<ChatResult<'send'>> {
  const { conferenceId, participantId, userId, name } = place;
  const receiver = receiverId === undefined ? undefined : await receiverOf(parts, conferenceId, receiverId);
  // Last thing before the log: people are moved while others write to them.
  const requireStillThere = (): void => {
    room.requireIn(place);
    if (receiverId !== undefined) requireTogether(room.whereabouts(participantId), room.whereabouts(receiverId));
  };
  requireStillThere();
  const sender = { participantId, userId, name: parts.liveName(conferenceId, participantId) ?? name };
  const attachment = attachmentId === undefined ? undefined : await claimAttachment(parts, place, attachmentId, id);
  if (attachment !== undefined) requireStillThere();
  const createdAtMs = parts.clock.nowMs();
  const position = await appendEvent(parts, conferenceId, {
    type: 'posted',
    message: { id, sender, receiver, text, ...(attachment === undefined ? {} : { attachment }), createdAtMs },
  });
  return { position, createdAtMs };
}

async function receiverOf(parts: ChatParts, conferenceId: string, participantId: string): Promise<Person> {
  const person = await parts.person(conferenceId, participantId);
  if (person === undefined) throw new VecheError('receiver_not_found', { field: 'receiverId' });
  return { participantId, ...person };
}
