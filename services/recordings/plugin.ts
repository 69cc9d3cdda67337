/** Recordings over HTTP. A route reads its request, calls one use case, and writes its answer; nothing is decided here. */
import { type FastifyPluginAsyncTypebox, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { VecheError } from '@veche/contracts/errors.ts';
import { requestFault } from '@veche/contracts/request-fault.ts';
import { ErrorAnswer } from '@veche/contracts/rest/error-answers.ts';
import { recordingKeyHeader } from '@veche/contracts/rest/recordings.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requireRecordingOwner, requireViewer } from './access/who-watches.ts';
import * as schemas from './http/route-schemas.ts';
import { playlistType, watchPlugin } from './http/watch-plugin.ts';
import type { RecordingsNeeds } from './needs.ts';
import type { RecordingsParts } from './recordings-parts.ts';
import { controlRecording } from './use-cases/control-recording.ts';
import { deleteRecording, restoreRecording } from './use-cases/delete-recording.ts';
import { listRecordings, readRecording, readSummary } from './use-cases/list-recordings.ts';
import { readTimeline } from './use-cases/read-timeline.ts';
import { watchBase } from './use-cases/recording-view.ts';
import { renameRecording } from './use-cases/rename-recording.ts';
import { renderAgain } from './use-cases/render-again.ts';
import { listShares, shareRecording, withdrawShare } from './use-cases/share-recording.ts';

type WithId = FastifyRequest<{ Params: { id: string } }>;

export function recordingsPlugin(
  parts: RecordingsParts,
  { signedIn, clearPurged }: Pick<RecordingsNeeds, 'signedIn'> & { clearPurged(): Promise<void> },
): FastifyPluginAsyncTypebox {
  const accountOf = async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const account = await signedIn(request, reply);
    if (account === undefined) throw new VecheError('not_signed_in');
    return account.userId;
  };
  const viewed = async (request: WithId, reply: FastifyReply) => {
    const userId = (await signedIn(request, reply))?.userId;
    const header = request.headers[recordingKeyHeader];
    const key = typeof header === 'string' ? header : undefined;
    return { userId, watched: await requireViewer(parts, request.params.id, { userId, key }) };
  };
  const owned = async (request: WithId, reply: FastifyReply) => {
    const userId = await accountOf(request, reply);
    return { userId, recording: await requireRecordingOwner(parts, request.params.id, userId) };
  };

  return async (http) => {
    http.setValidatorCompiler(TypeBoxValidatorCompiler);
    http.setSchemaErrorFormatter(requestFault);
    http.addSchema(ErrorAnswer);
    await http.register(watchPlugin(parts));
    // What is told here is told to one person: no cache in between may keep it.
    http.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });

    http.post('/api/v1/conferences/:id/recording', { schema: schemas.control }, async (request, reply) =>
      controlRecording(parts, request.params.id, await accountOf(request, reply), request.body.action),
    );
    http.get('/api/v1/recordings', { schema: schemas.list }, async (request, reply) =>
      listRecordings(parts, await accountOf(request, reply), request.query),
    );
    http.get('/api/v1/recordings/:id', { schema: schemas.read }, async (request, reply) => {
      const { userId, watched } = await viewed(request, reply);
      return readRecording(parts, watched, userId);
    });
    http.get('/api/v1/recordings/:id/timeline', { schema: schemas.timeline }, async (request, reply) =>
      readTimeline(parts, (await viewed(request, reply)).watched.recording),
    );
    http.get('/api/v1/recordings/:id/playlist.m3u8', { schema: schemas.playlist }, async (request, reply) => {
      const { recording, grant } = (await viewed(request, reply)).watched;
      const { playlist } = await parts.watched.of(recording);
      return reply.type(playlistType).send(playlist.write(watchBase(parts, recording.id, grant)));
    });
    http.patch('/api/v1/recordings/:id', { schema: schemas.rename }, async (request, reply) => {
      const { userId, recording } = await owned(request, reply);
      return readSummary(parts, await renameRecording(parts, recording, request.body.name), userId);
    });
    http.delete('/api/v1/recordings/:id', { schema: schemas.remove }, async (request, reply) => {
      const { recording } = await owned(request, reply);
      const forever = request.query.forever === '1';
      await deleteRecording(parts, recording, forever);
      if (forever) await clearPurged();
      return reply.code(204).send(null);
    });
    http.post('/api/v1/recordings/:id/restore', { schema: schemas.restore }, async (request, reply) => {
      const { userId, recording } = await owned(request, reply);
      return readSummary(parts, await restoreRecording(parts, recording), userId);
    });
    http.get('/api/v1/recordings/:id/shares', { schema: schemas.listShares }, async (request, reply) =>
      listShares(parts, (await owned(request, reply)).recording),
    );
    http.post('/api/v1/recordings/:id/shares', { schema: schemas.share }, async (request, reply) => {
      const { recording } = await owned(request, reply);
      return reply.code(201).send(await shareRecording(parts, recording, request.body));
    });
    http.delete('/api/v1/recordings/:id/shares/:shareId', { schema: schemas.withdraw }, async (request, reply) => {
      const { recording } = await owned(request, reply);
      await withdrawShare(parts, recording, request.params.shareId);
      return reply.code(204).send(null);
    });
    http.post('/api/v1/recordings/:id/render', { schema: schemas.render }, async (request, reply) =>
      renderAgain(parts, (await owned(request, reply)).recording, request.body),
    );
  };
}
