/** What each route of the chat takes, answers and refuses. Validation and the OpenAPI document both come from here. */
import { chatMethods } from '@veche/contracts/chat/chat-methods.ts';
import { ChatExport, ExportQuery, MessagesAnswer, MessagesQuery } from '@veche/contracts/rest/chat.ts';
import { errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import { accountNeeded } from '@veche/contracts/rest/security.ts';
import Type from 'typebox';

const params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const ownersFaults = [
  'not_signed_in',
  'not_the_owner',
  'conference_not_found',
  'invalid_request',
  'overloaded',
] as const;
const forOwners = { tags: ['chat'], security: accountNeeded, params };

export const list = {
  ...forOwners,
  summary: 'What was said in a meeting, as its owner may read it',
  querystring: MessagesQuery,
  response: { 200: MessagesAnswer, ...errorAnswers(...ownersFaults) },
};

export const file = {
  ...forOwners,
  params: Type.Object({ id: Type.String({ maxLength: 100 }), messageId: Type.String({ maxLength: 100 }) }),
  summary: 'Addresses that open a message’s file for a while',
  response: {
    200: chatMethods.fileLinks.result,
    ...errorAnswers(...ownersFaults, 'message_not_found', 'file_gone'),
  },
};

export const exportAll = {
  ...forOwners,
  summary: 'The whole chat of a meeting as one file, its breakout rooms after the main room',
  querystring: ExportQuery,
  response: {
    200: {
      description: 'The file',
      content: {
        'text/plain': { schema: Type.String({ description: 'A line for each message, times in UTC' }) },
        'application/json': { schema: ChatExport },
      },
    },
    ...errorAnswers(...ownersFaults),
  },
};
