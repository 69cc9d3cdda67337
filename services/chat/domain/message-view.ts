/** A message as participants see it: without accounts. And who sees it at all. */
import type { ChatMessageView, ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { ChatMessage, MessageReader, Person } from '@veche/ports/messages/messages.ts';

export function messageView(message: ChatMessage): ChatMessageView {
  const { id, position, changedPosition, sender, receiver, text, createdAtMs, redactedAtMs } = message;
  return {
    id,
    position,
    changedPosition,
    sender: personView(sender),
    receiver: receiver === undefined ? null : personView(receiver),
    text,
    createdAtMs,
    deleted: redactedAtMs !== undefined,
  };
}

const personView = ({ participantId, name }: Person): ChatPerson => ({ participantId, name });

/** The rule of the store's pages (guarantee M3), for what is in memory. */
export function maySee({ sender, receiver }: Pick<ChatMessage, 'sender' | 'receiver'>, reader: MessageReader): boolean {
  return receiver === undefined || isReader(sender, reader) || isReader(receiver, reader);
}

function isReader({ participantId, userId }: Person, reader: MessageReader): boolean {
  return participantId === reader.participantId || (userId !== undefined && userId === reader.userId);
}
