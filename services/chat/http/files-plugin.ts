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
import type { BlobLink, Blobs, ByteRange } from '@veche/ports/blobs/blobs.ts';
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

interface Wanted {
  readonly link: BlobLink;
  readonly etag: string;
  readonly sizeBytes: number;
  /** `nothing`: who asks has it already. */
  readonly part: ByteRange | 'all' | 'nothing';
}

export function filesPlugin(blobs: Blobs): FastifyPluginAsync {
  /** Throws `file_gone`, `range_beyond_end`. */
  const wantedBy = async (request: FastifyRequest, reply: FastifyReply): Promise<Wanted> => {
    const link = blobs.openLink((request.params as { '*': string })['*']);
    const head = link === undefined ? undefined : await blobs.head(link.key);
    if (link === undefined || head === undefined) throw new VecheError('file_gone');
    const { sizeBytes } = head;
    const etag = `"${link.key.split('/').at(-1)}"`;
    const { 'if-range': ifRange, 'if-none-match': ifNoneMatch, range: field } = request.headers;
    const part = rangeOf(ifRange === undefined || ifRange === etag ? field : undefined, sizeBytes);
    if (part === 'unsatisfiable') {
      reply.header('content-range', `bytes */${sizeBytes}`);
      throw new VecheError('range_beyond_end');
    }
    return { link, etag, sizeBytes, part: ifNoneMatch === etag ? 'nothing' : part };
  };

  return async (http) => {
    http.get(`${chatFilesPath}*`, { schema, exposeHeadRoute: false }, async (request, reply) => {
      const wanted = await wantedBy(request, reply);
      if (wanted.part === 'nothing') return announce(reply, wanted).send();
      const { part, link } = wanted;
      const found = part === 'all' ? await blobs.get(link.key) : await blobs.get(link.key, part);
      // It was deleted in this moment.
      if (found === undefined) throw new VecheError('file_gone');
      const content = found instanceof Readable ? found : Readable.from(found);
      // Whoever asked is gone: nobody would read it, and its file would stay open.
      if (request.raw.destroyed || reply.raw.destroyed) content.destroy();
      return announce(reply, wanted).send(content);
    });
    http.head(`${chatFilesPath}*`, { schema: { hide: true } }, async (request, reply) =>
      announce(reply, await wantedBy(request, reply)).send(),
    );
  };
}

/** Everything but the bytes. */
function announce(reply: FastifyReply, { link, etag, sizeBytes, part }: Wanted): FastifyReply {
  lockDown(reply, link).header('etag', etag);
  if (part === 'nothing') return reply.code(304);
  if (part === 'all') return reply.header('content-length', sizeBytes);
  const { first, last } = part;
  return reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${sizeBytes}`)
    .header('content-length', last - first + 1);
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
