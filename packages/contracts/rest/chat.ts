/** The chat over HTTP, for the meeting's owner. */
import Type, { type Static } from 'typebox';
import { ChatMessageView } from '../chat/chat-view.ts';
import { limits } from '../limits.ts';

export const MessagesQuery = Type.Object({
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Only what changed after this position; to go on, the `changedPosition` of the last message',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.chatHistoryPageMax })),
});
export const MessagesAnswer = Type.Object({
  messages: Type.Array(ChatMessageView, { description: 'In the order of their last changes' }),
  more: Type.Boolean(),
});
export const ExportQuery = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('json')], { description: 'text when absent' })),
});
export const ChatExport = Type.Object({
  conference: Type.Object({ id: Type.String(), name: Type.String() }),
  messages: Type.Array(ChatMessageView),
});

export type MessagesAnswer = Static<typeof MessagesAnswer>;
export type ChatExport = Static<typeof ChatExport>;
