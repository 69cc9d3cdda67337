/** One blob as an answer: whole, in part, or only its head. Whatever it holds, nothing may run in it, and no other site may show it. */
import { Readable } from 'node:stream';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { BlobHead, Blobs, ByteRange, ByteStream } from '@veche/ports/blobs/blobs.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOf } from './byte-range.ts';
import { attachmentDisposition } from './content-disposition.ts';
import { whileItStands } from './while-it-stands.ts';

export interface WantedBlob {
  readonly key: string;
  readonly contentType: string;
  /** To keep under this name; without one it is to be shown. */
  readonly fileName?: string;
  /** In place of the blob's own bytes, where all of them are wanted. */
  readonly readWhole?: () => Promise<ByteStream>;
}

export interface BlobSender {
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** Whether whoever asked may still have it. */
  stands(): Promise<boolean>;
}

/** Throws `recording_part_missing`, `range_beyond_end`. A right that is lost on the way cuts the answer off. */
export async function sendBlob(
  { blobs, clock, stands }: BlobSender,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: WantedBlob,
): Promise<FastifyReply> {
  const head = await blobs.head(wanted.key);
  if (head === undefined) throw new VecheError('recording_part_missing');
  lockDown(reply, wanted);
  const etag = etagOf(head);
  reply.header('etag', etag).header('cache-control', `private, max-age=${limits.recordingGrantCheckMs / 1_000}`);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  const part = partOf(request, head, etag, reply);
  announce(reply, part, head);
  if (request.method === 'HEAD') return reply.send();
  const found = await read(blobs, wanted, part);
  // It was deleted in this moment.
  if (found === undefined) throw new VecheError('recording_part_missing');
  const content = found instanceof Readable ? found : Readable.from(found);
  // Whoever asked is gone: nobody would read it, and its file would stay open.
  if (request.raw.destroyed || reply.raw.destroyed) {
    content.destroy();
    return reply.send(content);
  }
  return reply.send(Readable.from(whileItStands(content, clock, stands)));
}

/** For text that is made when it is asked for, too. */
export function lockDown(reply: FastifyReply, { contentType, fileName }: Omit<WantedBlob, 'key'>): FastifyReply {
  if (fileName !== undefined) reply.header('content-disposition', attachmentDisposition(fileName));
  return reply
    .header('content-type', contentType)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin');
}

/** A file that is made anew lies under the same key. */
const etagOf = ({ sizeBytes, storedAtMs }: BlobHead): string =>
  `"${sizeBytes.toString(36)}-${storedAtMs.toString(36)}"`;

function partOf(
  request: FastifyRequest,
  { sizeBytes }: BlobHead,
  etag: string,
  reply: FastifyReply,
): ByteRange | 'all' {
  const { 'if-range': ifRange, range } = request.headers;
  const part = rangeOf(ifRange === undefined || ifRange === etag ? range : undefined, sizeBytes);
  if (part !== 'unsatisfiable') return part;
  reply.header('content-range', `bytes */${sizeBytes}`).removeHeader('etag').removeHeader('content-disposition');
  throw new VecheError('range_beyond_end');
}

function announce(reply: FastifyReply, part: ByteRange | 'all', { sizeBytes }: BlobHead): void {
  reply.header('accept-ranges', 'bytes');
  if (part === 'all') {
    reply.header('content-length', sizeBytes);
    return;
  }
  const { first, last } = part;
  reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${sizeBytes}`)
    .header('content-length', last - first + 1);
}

async function read(blobs: Blobs, { key, readWhole }: WantedBlob, part: ByteRange | 'all') {
  if (part !== 'all') return blobs.get(key, part);
  return readWhole === undefined ? blobs.get(key) : readWhole();
}
