/** A message as participants see it: without accounts. And who sees it at all. */
import type { ChatAttachmentView, ChatMessageView, ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { Attachment, ChatMessage, MessageReader, Person } from '@veche/ports/messages/messages.ts';

export function messageView(message: ChatMessage): ChatMessageView {
  const { id, position, changedPosition, sender, receiver, text, attachment, createdAtMs, redactedAtMs } = message;
  return {
    id,
    position,
    changedPosition,
    sender: personView(sender),
    receiver: receiver === undefined ? null : personView(receiver),
    text,
    attachment: attachment === undefined ? null : attachmentView(attachment),
    createdAtMs,
    deleted: redactedAtMs !== undefined,
  };
}

const personView = ({ participantId, name }: Person): ChatPerson => ({ participantId, name });

const attachmentView = ({ id, name, sizeBytes, contentType, preview }: Attachment): ChatAttachmentView => ({
  id,
  name,
  sizeBytes,
  contentType,
  preview: preview ?? null,
});

/** The rule of the store's pages (guarantee M3), for what is in memory. */
export function maySee({ sender, receiver }: Pick<ChatMessage, 'sender' | 'receiver'>, reader: MessageReader): boolean {
  return receiver === undefined || isReader(sender, reader) || isReader(receiver, reader);
}

function isReader({ participantId, userId }: Person, reader: MessageReader): boolean {
  return participantId === reader.participantId || (userId !== undefined && userId === reader.userId);
}
