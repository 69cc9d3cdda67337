/**
 * The chat's socket is JSON-RPC 2.0 over one WebSocket at `chatUrl`, which says whose it is. The first thing that comes over it is the
 * notification `welcome`, as soon as its person is in: while they wait in front of the door, or are in another room, every call is refused
 * (`waiting_for_host`, `not_in_this_room`) and nothing is told.
 */
import Type, { type Static, type TSchema } from 'typebox';
import { AttachmentId, MessageId, ParticipantId } from '../ids.ts';
import { limits } from '../limits.ts';
import { ChatMessageView, ChatPolicy } from './chat-view.ts';

const Position = Type.Integer({ minimum: 0 });

export const chatMethods = {
  /** Answered when the message is durable. The same id again is the same message, not another one. */
  send: {
    params: Type.Object({
      /** Made by the client, once for each message, however often it has to be sent. */
      id: MessageId,
      /** May be empty when a file comes with it. */
      text: Type.String({ maxLength: limits.chatTextMaxBytes }),
      /** Absent = everybody. */
      receiverId: Type.Optional(ParticipantId),
      /** A file that the sender has uploaded to the end, and that no other message has. */
      attachmentId: Type.Optional(AttachmentId),
    }),
    result: Type.Object({ position: Position, createdAtMs: Type.Number() }),
  },
  /** The newest messages; those before a position; or all that changed after one, in the order of the changes. */
  history: {
    params: Type.Object({
      before: Type.Optional(Position),
      after: Type.Optional(Position),
      limit: Type.Integer({ minimum: 1, maximum: limits.chatHistoryPageMax }),
    }),
    result: Type.Object({
      messages: Type.Array(ChatMessageView),
      /** There are more in the direction that was asked for. */
      more: Type.Boolean(),
    }),
  },
  /** Where a message's file is to be had for a while: paths on the server that answers here, good for whoever holds them. */
  fileLinks: {
    params: Type.Object({ id: MessageId }),
    result: Type.Object({
      filePath: Type.String(),
      /** null = there is no preview. */
      previewPath: Type.Union([Type.String(), Type.Null()]),
      expiresAtMs: Type.Number(),
    }),
  },
  /** One's own; hosts any. A file goes with its message. */
  delete: { params: Type.Object({ id: MessageId }), result: Type.Object({}) },
  /** Hosts only, for the meeting and all of its rooms. What is left out stays. */
  setPolicy: { params: Type.Partial(ChatPolicy), result: ChatPolicy },
} as const satisfies Record<string, { params: TSchema; result: TSchema }>;

export const chatNotifications = {
  /**
   * On every fresh socket, and again on the same one when its person was out meanwhile. Everything up to `position` can be asked for; what comes after
   * it is told.
   */
  welcome: Type.Object({
    participantId: ParticipantId,
    position: Position,
    policy: ChatPolicy,
    /** Whether the policy binds this participant. */
    isHost: Type.Boolean(),
  }),
  message: Type.Object({ message: ChatMessageView }),
  /** The message as it is now: without its text. */
  messageDeleted: Type.Object({ message: ChatMessageView }),
  policyChanged: Type.Object({ policy: ChatPolicy }),
  /** Of this participant; `isHost` as in the welcome. */
  roleChanged: Type.Object({ isHost: Type.Boolean() }),
  /** The last word before the socket closes; nobody is let in at this address any more. */
  ended: Type.Object({
    reason: Type.Union([
      Type.Literal('endedForAll'),
      Type.Literal('left'),
      Type.Literal('signedOut'),
      /** The address opens nothing (any more). */
      Type.Literal('unknown'),
    ]),
  }),
} as const satisfies Record<string, TSchema>;

export type ChatMethods = typeof chatMethods;
export type ChatMethodName = keyof ChatMethods;
export type ChatParams<Name extends ChatMethodName> = Static<ChatMethods[Name]['params']>;
export type ChatResult<Name extends ChatMethodName> = Static<ChatMethods[Name]['result']>;
export type ChatNotificationName = keyof typeof chatNotifications;
export type ChatNotificationParams<Name extends ChatNotificationName> = Static<(typeof chatNotifications)[Name]>;
export type ChatNotification = {
  [Name in ChatNotificationName]: { method: Name; params: ChatNotificationParams<Name> };
}[ChatNotificationName];
