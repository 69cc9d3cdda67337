/** What a participant sees of the chat: the pieces of which answers and notifications are made. */
import Type, { type Static } from 'typebox';
import { AttachmentId, MessageId, ParticipantId } from '../ids.ts';

export const ChatPerson = Type.Object({
  participantId: ParticipantId,
  /** As it was when the message was sent. */
  name: Type.String(),
});

/** A file that came with a message. */
export const ChatAttachmentView = Type.Object({
  id: AttachmentId,
  /** As the sender's device has it, in any alphabet. */
  name: Type.String(),
  sizeBytes: Type.Integer(),
  /** What the content is, not what the sender said. */
  contentType: Type.String(),
  /** null = there is none. */
  preview: Type.Union([Type.Object({ widthPx: Type.Integer(), heightPx: Type.Integer() }), Type.Null()]),
});

export const ChatMessageView = Type.Object({
  id: MessageId,
  /** Grows within a meeting; `history` takes it as a cursor. */
  position: Type.Integer(),
  /** Of the last change: the message's own until it is deleted. */
  changedPosition: Type.Integer(),
  sender: ChatPerson,
  /** null = everybody. */
  receiver: Type.Union([ChatPerson, Type.Null()]),
  /** Plain text. Empty when the message was deleted, or is a file without words. */
  text: Type.String(),
  attachment: Type.Union([ChatAttachmentView, Type.Null()]),
  createdAtMs: Type.Number(),
  deleted: Type.Boolean(),
});

/** What somebody who comes later may read. */
export const ChatHistory = Type.Union([Type.Literal('all'), Type.Literal('sinceJoining'), Type.Literal('none')]);

/** What participants who are no hosts may do. Hosts may always do everything. */
export const ChatPolicy = Type.Object({
  /** Write to everybody. */
  messages: Type.Boolean(),
  directMessages: Type.Boolean(),
  files: Type.Boolean(),
  history: ChatHistory,
});

export type ChatPerson = Static<typeof ChatPerson>;
export type ChatAttachmentView = Static<typeof ChatAttachmentView>;
export type ChatMessageView = Static<typeof ChatMessageView>;
export type ChatHistory = Static<typeof ChatHistory>;
export type ChatPolicy = Static<typeof ChatPolicy>;
