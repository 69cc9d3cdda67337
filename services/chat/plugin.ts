/** The chat over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { Readable } from 'node:stream';
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import { ErrorAnswer } from '@veche/contracts/rest/error-answers.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChatParts } from './chat-parts.ts';
import { messageView } from './domain/message-view.ts';
import { filesPlugin } from './http/files-plugin.ts';
import * as schemas from './http/route-schemas.ts';
import { uploadsPlugin } from './http/uploads-plugin.ts';
import type { ChatNeeds } from './needs.ts';
import { exportAsJson, exportAsText } from './use-cases/export-messages.ts';
import { linkFile } from './use-cases/link-file.ts';
import { pageStart, readHistory } from './use-cases/read-history.ts';

type HttpNeeds = Pick<ChatNeeds, 'signedIn' | 'redeemChatPlace' | 'limits'>;

export function chatPlugin(parts: ChatParts, needs: HttpNeeds): FastifyPluginAsyncTypebox {
  const { signedIn } = needs;
  /** The owner of the meeting that the address names, and the meeting. */
  const owned = async (request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply) => {
    const account = await signedIn(request, reply);
    if (account === undefined) throw new VecheError('not_signed_in');
    const conference = await parts.requireOwner(request.params.id, account.userId);
    return { conference, reader: { participantId: undefined, userId: account.userId } };
  };

  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    http.addSchema(ErrorAnswer);
    await http.register(uploadsPlugin(parts, needs));
    await http.register(filesPlugin(parts.blobs));
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    http.get('/api/v1/conferences/:id/messages', { schema: schemas.list }, async (request, reply) => {
      const { conference, reader } = await owned(request, reply);
      const { after = 0, limit = limits.chatHistoryPageMax } = request.query;
      const wanted = { from: pageStart({ after }), limit };
      const { messages, more } = await readHistory(parts, conference.id, reader, wanted);
      return { messages: messages.map(messageView), more };
    });
    http.get('/api/v1/conferences/:id/messages/:messageId/file', { schema: schemas.file }, async (request, reply) => {
      const { conference, reader } = await owned(request, reply);
      return linkFile(parts, conference.id, reader, { messageId: request.params.messageId, sinceMs: 0 });
    });
    http.get('/api/v1/conferences/:id/messages/export', { schema: schemas.exportAll }, async (request, reply) => {
      const { conference, reader } = await owned(request, reply);
      const isJson = request.query.format === 'json';
      const content = (isJson ? exportAsJson : exportAsText)(parts, conference, reader);
      return reply
        .type(isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="chat.${isJson ? 'json' : 'txt'}"`)
        .send(Readable.from(content) as never);
    });
  };
}
