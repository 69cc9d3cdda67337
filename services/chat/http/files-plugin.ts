/**
 * Files of the chat by signed links. Whatever a file is, a browser is to keep it and not to run it: every answer is an attachment, of exactly the
 * type that it says, from which nothing may be loaded and in which nothing may run.
 */
import { Readable } from 'node:stream';
import { chatFilesPath } from '@veche/contracts/chat/chat-files.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import { accountNotAsked } from '@veche/contracts/rest/security.ts';
import type { BlobLink, Blobs } from '@veche/ports/blobs/blobs.ts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { rangeOf } from './byte-range.ts';
import { attachmentDisposition } from './content-disposition.ts';

const schema = {
  tags: ['chat'],
  security: accountNotAsked,
  summary: 'A file of the chat, by a signed link that holds for a while; ranges are answered',
  response: {
    200: { description: 'The file', content: { '*/*': { schema: Type.Unsafe<Readable>({}) } } },
    ...errorAnswers('file_gone', 'range_beyond_end'),
  },
};

export function filesPlugin(blobs: Blobs): FastifyPluginAsync {
  /** Everything but the bytes; answers which of them are wanted. */
  const prepare = async (request: FastifyRequest, reply: FastifyReply) => {
    const link = blobs.openLink((request.params as { '*': string })['*']);
    const head = link === undefined ? undefined : await blobs.head(link.key);
    if (link === undefined || head === undefined) throw new VecheError('file_gone');
    const { sizeBytes } = head;
    const etag = `"${link.key.split('/').at(-1)}"`;
    const { 'if-range': ifRange, 'if-none-match': ifNoneMatch, range: field } = request.headers;
    const range = rangeOf(ifRange === undefined || ifRange === etag ? field : undefined, sizeBytes);
    if (range === 'unsatisfiable') {
      reply.header('content-range', `bytes */${sizeBytes}`);
      throw new VecheError('range_beyond_end');
    }
    lockDown(reply, link).header('etag', etag);
    if (ifNoneMatch === etag) {
      reply.code(304);
      return { key: link.key, range: undefined };
    }
    const { first, last } = range === 'all' ? { first: 0, last: sizeBytes - 1 } : range;
    if (range !== 'all') reply.code(206).header('content-range', `bytes ${first}-${last}/${sizeBytes}`);
    reply.header('content-length', last - first + 1);
    return { key: link.key, range: { first, last } };
  };

  return async (http) => {
    http.get(`${chatFilesPath}*`, { schema, exposeHeadRoute: false }, async (request, reply) => {
      const { key, range } = await prepare(request, reply);
      const content = range === undefined ? undefined : await blobs.get(key, range);
      return reply.send(content === undefined ? undefined : Readable.from(content));
    });
    http.head(`${chatFilesPath}*`, { schema: { hide: true } }, async (request, reply) => {
      await prepare(request, reply);
      return reply.send();
    });
  };
}

function lockDown(reply: FastifyReply, { fileName, contentType, expiresAtMs, key }: BlobLink): FastifyReply {
  const isPreview = key.endsWith('_preview');
  return reply
    .header('content-type', contentType)
    .header('content-disposition', attachmentDisposition(fileName))
    .header('accept-ranges', 'bytes')
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin')
    .header('expires', new Date(expiresAtMs).toUTCString())
    .header('cache-control', isPreview ? `private, max-age=${limits.chatFileLinkTtlMs / 1_000}` : 'private, no-store');
}
