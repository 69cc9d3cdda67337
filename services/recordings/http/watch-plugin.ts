/**
 * A recording's media by signed addresses: the playlist, chunks, pictures, files and the chat. An address opens one recording for a while; behind it the
 * right is asked for again, so that who lost it is cut off soon. Everything that is not there, or not for them, is told alike.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { errorAnswers } from '@veche/contracts/rest/error-answers.ts';
import { watchPath } from '@veche/contracts/rest/recordings.ts';
import { accountNotAsked } from '@veche/contracts/rest/security.ts';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { readWatchToken } from '../access/watch-token.ts';
import { chatAsText, chatAsWebVtt } from '../domain/chat-files.ts';
import { fileNameOf } from '../domain/recording-name.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { ChunkDamaged, readChunk } from '../use-cases/read-chunk.ts';
import { readChat } from '../use-cases/read-timeline.ts';
import { renderedFileName, watchFiles } from '../use-cases/recording-view.ts';
import { type BlobSender, lockDown, sendBlob } from './send-blob.ts';

export const playlistType = 'application/vnd.apple.mpegurl';

const schema = {
  tags: ['recordings'],
  security: accountNotAsked,
  summary: 'Media of a recording, by a signed address that holds for a while; ranges are answered',
  response: {
    200: { description: 'The file', content: { '*/*': { schema: Type.Unsafe<unknown>({}) } } },
    ...errorAnswers('recording_not_found', 'recording_link_expired', 'recording_part_missing', 'range_beyond_end'),
  },
};

export function watchPlugin(parts: RecordingsParts): FastifyPluginAsync {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { file, ...opening } = await opened(parts, (request.params as { '*': string })['*']);
    return sendFile(parts, request, reply, opening, file);
  };
  return async (http) => {
    http.get(`${watchPath}*`, { schema, exposeHeadRoute: false }, answer);
    http.head(`${watchPath}*`, { schema: { ...schema, hide: true } }, answer);
  };
}

interface Opening {
  readonly recording: RecordingRow;
  readonly sender: BlobSender;
}

/** Throws `recording_not_found`, `recording_link_expired`. */
async function opened(parts: RecordingsParts, path: string): Promise<Opening & { file: string }> {
  const [text = '', file = '', ...rest] = path.split('/');
  const token = readWatchToken(text, parts.clock.nowMs(), parts.linkSecret);
  if (token === 'expired') throw new VecheError('recording_link_expired');
  if (token === undefined || rest.length > 0) throw new VecheError('recording_not_found');
  const { blobs, clock, grants } = parts;
  const stands = () => grants.stands(token.recordingId, token.grant);
  const recording = (await stands()) ? await parts.recordings.byId(token.recordingId) : undefined;
  if (recording === undefined) throw new VecheError('recording_not_found');
  return { recording, file, sender: { blobs, clock, stands } };
}

async function sendFile(
  parts: RecordingsParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { recording, sender }: Opening,
  file: string,
): Promise<FastifyReply> {
  const name = (ending: string): string => fileNameOf(recording.name, recording.started_at, ending);
  const text = (contentType: string, fileName: string | undefined, content: string): FastifyReply =>
    lockDown(reply, { contentType, ...(fileName === undefined ? {} : { fileName }) })
      .header('cache-control', 'private, no-store')
      .send(content);

  switch (file) {
    case watchFiles.playlist:
      return text(playlistType, undefined, (await parts.watched.of(recording)).playlist.write(''));
    case watchFiles.chatText:
      return text(
        'text/plain; charset=utf-8',
        name('.txt'),
        chatAsText(recording.name, await readChat(parts, recording)),
      );
    case watchFiles.chatJson:
      return text('application/json; charset=utf-8', name('.json'), JSON.stringify(await readChat(parts, recording)));
    case watchFiles.chatSubtitles:
      return text('text/vtt; charset=utf-8', name('.vtt'), chatAsWebVtt(await readChat(parts, recording)));
    case watchFiles.thumbnail: {
      const thumbnail = await parts.rendering.thumbnail(recording.id);
      if (thumbnail === undefined) throw new VecheError('recording_part_missing');
      return sendBlob(sender, request, reply, thumbnail);
    }
  }
  const sequence = /^chunk-([0-9]{1,9})\.mp4$/.exec(file)?.[1];
  if (sequence !== undefined) return sendChunk(parts, request, reply, { recording, sender }, Number(sequence));
  if (!file.startsWith(watchFiles.renderedPrefix)) throw new VecheError('recording_part_missing');
  const files = await parts.rendering.downloads(recording.id);
  const rendered = files.find((one) => one.name === file.slice(watchFiles.renderedPrefix.length));
  if (rendered === undefined) throw new VecheError('recording_part_missing');
  const fileName = renderedFileName(recording, files, rendered.name);
  return sendBlob(sender, request, reply, { ...rendered, fileName });
}

async function sendChunk(
  parts: RecordingsParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { recording: { id, chunks_cleared_at }, sender }: Opening,
  sequence: number,
): Promise<FastifyReply> {
  const chunk = chunks_cleared_at === null ? await parts.chunks.bySequence(id, sequence) : undefined;
  if (chunk === undefined) throw new VecheError('recording_part_missing');
  const contentType = 'video/mp4';
  if (chunk.watch_key !== null && chunk.container !== 'mp4') {
    return sendBlob(sender, request, reply, { key: chunk.watch_key, contentType });
  }
  if (chunk.container !== 'mp4' || chunk.damaged === 1) throw new VecheError('recording_part_missing');
  const readWhole = () =>
    readChunk(parts, chunk).catch((error: unknown) => {
      if (error instanceof ChunkDamaged) throw new VecheError('recording_part_missing', { cause: error });
      throw error;
    });
  return sendBlob(sender, request, reply, { key: chunk.key, contentType, readWhole });
}
