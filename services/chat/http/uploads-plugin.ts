/** Uploads by tus 1.0.0: core, creation, expiration and termination. The chat's token is the bearer. */
import type { IncomingMessage } from 'node:http';
import { chatUploadsPath, tusVersion, uploadContentType } from '@veche/contracts/chat/chat-files.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { addressSubject } from '@veche/ports/limits/address-subject.ts';
import type { Rate } from '@veche/ports/limits/limits.ts';
import { requireTake } from '@veche/ports/limits/require-take.ts';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { fileNameField, requireByteCount, requireFileNameField } from '../attachments/upload-headers.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatNeeds, ChatPlace } from '../needs.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';
import { beginUpload } from '../use-cases/begin-upload.ts';
import { giveUpUpload } from '../use-cases/give-up-upload.ts';
import { takePiece } from '../use-cases/take-piece.ts';
import { arrivedBytes, requireUpload } from '../use-cases/upload-state.ts';
import * as schemas from './upload-schemas.ts';

/** Each commits to the disk on the loop that answers signalling. */
const changes: Rate = { capacity: limits.changesPerAddressPerMinute, perMs: 60_000 };
const calls: Rate = { capacity: limits.chatUploadCallsPerMinute, perMs: 60_000 };

type Uploading = FastifyRequest<{ Params: { id: string } }>;

export function uploadsPlugin(
  parts: ChatParts,
  { redeemChatPlace, limits: buckets }: Pick<ChatNeeds, 'redeemChatPlace' | 'limits'>,
): FastifyPluginAsync {
  const places = new WeakMap<FastifyRequest, ChatPlace>();
  const placeOf = (request: FastifyRequest): ChatPlace => {
    const place = places.get(request);
    if (place === undefined) throw new VecheError('participant_token_invalid');
    return place;
  };

  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header('tus-resumable', tusVersion).header('cache-control', 'no-store');
    if (request.method === 'OPTIONS') return;
    // Until its body is read to the end nobody knows where the next request begins.
    if (hasBody(request)) reply.header('connection', 'close');
    if (request.headers['tus-resumable'] !== tusVersion) {
      reply.header('tus-version', tusVersion);
      throw new VecheError('tus_version');
    }
    const [, token = ''] = /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
    const place = token === '' ? undefined : await redeemChatPlace(token);
    if (place === undefined) throw new VecheError('participant_token_invalid');
    await requireTake(buckets, `chatUploads:${place.participantId}`, calls);
    if (request.method === 'POST' || request.method === 'DELETE') {
      await requireTake(buckets, `chatUploadChanges:${addressSubject(request.ip)}`, changes);
    }
    places.set(request, place);
  };

  return async (http) => {
    leaveBodies(http);
    http.addHook('onRequest', admit);

    http.options(chatUploadsPath, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .code(204)
        .header('tus-version', tusVersion)
        .header('tus-extension', 'creation,expiration,termination')
        .header('tus-max-size', limits.chatFileMaxBytes)
        .send(),
    );

    http.post(chatUploadsPath, { schema: schemas.begin }, async (request, reply) => {
      const { headers } = request;
      // Neither creation with an upload nor deferred lengths nor parts that are put together later.
      const asksMore = headers['upload-defer-length'] ?? headers['upload-concat'];
      if (asksMore !== undefined || headers['content-type'] === uploadContentType) {
        throw new VecheError('invalid_request');
      }
      const sizeBytes = requireByteCount(headers['upload-length']);
      const name = requireFileNameField(headers['upload-metadata']);
      const id = await beginUpload(parts, placeOf(request), { name, sizeBytes });
      expires(reply, parts);
      return reply.code(201).header('upload-offset', '0').header('location', `${chatUploadsPath}/${id}`).send();
    });

    http.head<{ Params: { id: string } }>(
      `${chatUploadsPath}/:id`,
      { schema: schemas.progress },
      async (request, reply) => {
        const row = await asked(request, placeOf(request));
        const arrived = await arrivedBytes(parts, row);
        if (arrived < row.size) expires(reply, parts);
        return reply
          .code(200)
          .header('upload-offset', String(arrived))
          .header('upload-length', String(row.size))
          .header('upload-metadata', fileNameField(row.name))
          .send();
      },
    );

    http.patch<{ Params: { id: string } }>(
      `${chatUploadsPath}/:id`,
      { schema: schemas.piece },
      async (request, reply) => {
        if (request.headers['content-type'] !== uploadContentType) throw new VecheError('content_type_unsupported');
        const atByte = requireByteCount(request.headers['upload-offset']);
        const { raw } = request;
        const arrived = await takePiece(parts, placeOf(request), request.params.id, {
          atByte,
          declaredBytes: declaredBytes(request),
          content: pieceOf(raw),
          letGo: () => raw.destroy(),
        });
        // The next piece may come over the same connection.
        if (raw.readableEnded) reply.removeHeader('connection');
        return reply.code(204).header('upload-offset', String(arrived)).send();
      },
    );

    http.delete<{ Params: { id: string } }>(
      `${chatUploadsPath}/:id`,
      { schema: schemas.giveUp },
      async (request, reply) => {
        await giveUpUpload(parts, placeOf(request), request.params.id);
        return reply.code(204).send();
      },
    );

    /** Asking how far it is means that the connection before is given up. */
    const asked = async (request: Uploading, place: ChatPlace): Promise<AttachmentRow> => {
      const { id } = request.params;
      await requireUpload(parts, place, id);
      return parts.uploadLocks.hold(
        id,
        () => undefined,
        () => requireUpload(parts, place, id),
      );
    };
  };
}

/** They stay where they are, to be read piece by piece. */
function leaveBodies(http: FastifyInstance): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

/** The body, given up when nothing comes for a while. What is not read to its end must still be answered: the loop's end does not destroy it. */
async function* pieceOf(raw: IncomingMessage): AsyncIterable<Uint8Array> {
  raw.setTimeout(limits.chatUploadIdleMs, () => raw.destroy());
  try {
    yield* raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } finally {
    // Nothing more comes, and looking at the file may take its time.
    raw.setTimeout(0);
  }
}

function declaredBytes({ headers }: FastifyRequest): number | undefined {
  const field = headers['content-length'];
  return field === undefined ? undefined : Number(field);
}

const hasBody = (request: FastifyRequest): boolean =>
  request.headers['transfer-encoding'] !== undefined || (declaredBytes(request) ?? 0) > 0;

function expires(reply: FastifyReply, { clock }: ChatParts): void {
  reply.header('upload-expires', new Date(clock.nowMs() + limits.chatUploadKeptMs).toUTCString());
}
