/**
 * Recordings over the real embedded profile in a folder of its own. Who asks is said by the header `x-account`, as identity would say it; what meetings,
 * the chat, the media server and the renderer know is said by the test.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { undocumentedError } from '@veche/contracts/rest/documented-errors-suite.ts';
import type { RecordingAnswer, RenderView } from '@veche/contracts/rest/recordings.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import { openEmbedded, type Ports } from '@veche/profiles/embedded.ts';
import { httpForTests } from '@veche/testkit/http-for-tests.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import type { LightMyRequestResponse } from 'fastify';
import { indexGroup, recordingsTopic } from '../domain/recording-event.ts';
import type { RecordedConference, RecordingsNeeds, SaidMessage } from '../needs.ts';
import { openRecordings, type RecordingsService } from '../recordings-service.ts';
import { noRendering, type RenderedFile } from '../rendering-hook.ts';
import { RecordingChunks } from '../store/recording-chunks.ts';
import type { RecordingTables } from '../store/recording-tables.ts';

export const ann = '11111111-1111-4111-8111-111111111111';
export const bob = '22222222-2222-4222-8222-222222222222';
export const eve = '33333333-3333-4333-8333-333333333333';
export const meeting = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const room = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
export const startMs = Date.parse('2026-03-01T12:00:00.000Z');

export interface SendOptions {
  readonly as?: string | undefined;
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ChunkChanges extends Partial<RecordedChunk> {
  /** What its file holds; its size and hash follow. */
  readonly bytes?: Uint8Array;
}

/** What the renderer is said to have made. */
export class RenderingForTests {
  view: Partial<RenderView> = {};
  files: RenderedFile[] = [];
  thumbnail: { key: string; contentType: string } | undefined;
  readonly forgotten: string[] = [];
  readonly woken: string[] = [];
  readonly again: unknown[] = [];
}

export type RecordingsForTests = Awaited<ReturnType<typeof recordingsForTests>>;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of a run that began with the meeting, ten seconds each. */
export function chunkForTests(
  recordingId: string,
  number: number,
  changes: ChunkChanges = {},
): { readonly chunk: RecordedChunk; readonly bytes: Uint8Array } {
  const runStartedAtMs = changes.runStartedAtMs ?? startMs;
  const { bytes = Buffer.from(`init of all|chunk ${number} of ${runStartedAtMs}`), ...rest } = changes;
  return {
    bytes,
    chunk: {
      recordingId,
      conferenceId: meeting,
      runStartedAtMs,
      number,
      startMs: runStartedAtMs + number * 10_000,
      durationMs: 10_000,
      container: 'mp4',
      videoCodec: 'h264',
      codecs: 'avc1.42c01f,opus',
      widthPx: 1_280,
      heightPx: 720,
      picture: { participantId: ann, source: 'camera' },
      speakers: [{ atMs: runStartedAtMs + number * 10_000, participantId: ann }],
      initBytes: 11,
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
      ...rest,
    },
  };
}

export async function* streamOf(...parts: Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* parts;
}

/** One meeting of Ann’s, everything allowed and nobody asking. */
export const plainNeeds = {
  signedIn: async () => undefined,
  conference: async (id) => ({ id, name: 'Standup', ownerId: ann, parentId: undefined, roomName: undefined }),
  accountName: async () => undefined,
  accountEmail: async () => undefined,
  accountByEmail: async () => undefined,
  participantName: async () => undefined,
  messages: async () => [],
  control: async () => ({ recording: null, id: randomUUID() }),
  freeBytes: async () => 1e12,
  quotaBytes: null,
  chunksKeptMs: 168 * 3_600_000,
  recordingsKeptMs: null,
  canRender: false,
  recordingUrlChanged: async () => undefined,
} as const satisfies Partial<RecordingsNeeds>;

/** `dataFolder`: one that is there already; it goes with the world. */
export async function recordingsForTests(changes: Partial<RecordingsNeeds> = {}, dataFolder?: string) {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'veche-recordings-')));
  const clock = new ManualClock(startMs);
  const random = seededRandomSource(1);
  const errors: unknown[] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields, message) => void errors.push({ fields, message }),
    error: (fields, message) => void errors.push({ fields, message }),
    child: () => logger,
  };
  const conferences = new Map<string, RecordedConference>([
    [meeting, { id: meeting, name: 'Standup', ownerId: ann, parentId: undefined, roomName: undefined }],
    [room, { id: room, name: 'Standup', ownerId: ann, parentId: meeting, roomName: 'Room 1' }],
  ]);
  const accounts = new Map([
    [ann, 'Ann'],
    [bob, 'Bob'],
    [eve, 'Eve'],
  ]);
  const said: SaidMessage[] = [];
  const urls: [string, string | null][] = [];
  const controlled: [string, string][] = [];
  const rendering = new RenderingForTests();
  /** What `needs` would say at the moment. */
  const now = { freeBytes: 1e12, control: undefined as (() => Promise<RecordingAnswer>) | undefined };
  const settings: Partial<RecordingsNeeds> = { ...changes };

  const open = async () => {
    const ports: Ports = await openEmbedded({ dataFolder: folder, clock, random });
    const service = await openRecordings(
      {
        ...ports,
        ...plainNeeds,
        clock,
        random,
        logger,
        signedIn: async (request) => {
          const userId = request.headers['x-account'];
          return typeof userId === 'string' ? { userId } : undefined;
        },
        conference: async (id) => conferences.get(id),
        accountName: async (userId) => accounts.get(userId),
        accountEmail: async (userId) => `${accounts.get(userId)?.toLowerCase()}@example.org`,
        accountByEmail: async (email) => {
          const found = [...accounts].find(([, name]) => email === `${name.toLowerCase()}@example.org`);
          return found === undefined ? undefined : { userId: found[0], name: found[1] };
        },
        participantName: async (_conferenceId, participantId) => accounts.get(participantId),
        messages: async (_conferenceId, fromMs, toMs) => said.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs),
        control: async (conferenceId, action) => {
          controlled.push([conferenceId, action]);
          return now.control?.() ?? { recording: null, id: randomUUID() };
        },
        freeBytes: async () => now.freeBytes,
        recordingUrlChanged: async (conferenceId, url) => void urls.push([conferenceId, url]),
        ...settings,
      },
      () => ({
        ...noRendering,
        view: async (id) => ({ ...(await noRendering.view(id)), ...rendering.view }),
        downloads: async () => rendering.files,
        thumbnail: async () => rendering.thumbnail,
        renderAgain: async (_id, request) => void rendering.again.push(request),
        forget: async (id) => void rendering.forgotten.push(id),
        wake: (id) => void rendering.woken.push(id),
      }),
    );
    const { http, unexpected } = await httpForTests(async (instance) => {
      instance.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
        // What is at no route is documented nowhere.
        if (routeOptions.url === undefined) return;
        const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
        const missing = isJson
          ? undocumentedError(routeOptions.schema?.response, reply.statusCode, String(payload))
          : undefined;
        if (missing !== undefined) unexpected.push(`${method} ${routeOptions.url}: ${missing}`);
      });
      // What is at no route is answered by the whole program in this way.
      instance.setNotFoundHandler(() => {
        throw new VecheError('not_found');
      });
      await instance.register(service.plugin);
    });
    return { ports, service, http, unexpected };
  };
  let running = await open();
  const shut = async (): Promise<void> => {
    await running.http.close();
    await running.service.close();
    await running.ports.close();
    errors.push(...running.unexpected);
  };
  const send = (
    method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    { as, key, body, headers = {} }: SendOptions = {},
  ): Promise<LightMyRequestResponse> =>
    running.http.inject({
      method,
      url,
      headers: {
        ...headers,
        ...(as === undefined ? {} : { 'x-account': as }),
        ...(key === undefined ? {} : { 'x-recording-key': key }),
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
  /** Resolves when the index has all that the log has of it. */
  const indexed = async (recordingId: string): Promise<void> => {
    const { log } = running.ports;
    const last = await log.lastPosition(recordingsTopic, recordingId);
    while ((await log.handledUpTo(recordingsTopic, indexGroup, recordingId)) < last) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const store = async (
    recordingId: string,
    number: number,
    chunkChanges: ChunkChanges = {},
  ): Promise<RecordedChunk> => {
    const { chunk, bytes } = chunkForTests(recordingId, number, chunkChanges);
    await running.service.storeChunk(chunk, streamOf(bytes));
    await indexed(recordingId);
    return chunk;
  };
  const blobKeys = async (): Promise<string[]> =>
    (await running.ports.blobs.list('recordings', { limit: 1_000 })).map(({ key }) => key);

  return {
    folder,
    clock,
    errors,
    accounts,
    conferences,
    said,
    urls,
    controlled,
    rendering,
    now,
    /** Takes effect with the next restart. */
    settings,
    get service(): RecordingsService {
      return running.service;
    },
    get ports(): Ports {
      return running.ports;
    },
    tables: (): Sql<RecordingTables>['db'] => running.ports.sql.withTables<RecordingTables>().db,
    chunks: (): RecordingChunks => new RecordingChunks(running.ports.sql),
    send,
    store,
    indexed,
    blobKeys,
    /** A recording that began now. */
    begin: async (conferenceId = meeting, recordingId: string = randomUUID()): Promise<string> => {
      await running.service.recordingBegun({ recordingId, conferenceId, atMs: clock.nowMs() });
      return recordingId;
    },
    /** One that began now, has so many chunks, and is over. */
    recorded: async (count = 2, conferenceId = meeting): Promise<string> => {
      const recordingId = randomUUID();
      const atMs = clock.nowMs();
      await running.service.recordingBegun({ recordingId, conferenceId, atMs });
      for (let number = 0; number < count; number += 1) await store(recordingId, number, { runStartedAtMs: atMs });
      clock.advance(count * 10_000);
      await running.service.recordingChanged({ recordingId, state: 'ended', atMs: clock.nowMs() });
      return recordingId;
    },
    view: async (recordingId: string, options: SendOptions = { as: ann }) =>
      (await send('GET', `/api/v1/recordings/${recordingId}`, options)).json(),
    /** Files on the disk under this word, wherever. */
    filesOf: async (word: string): Promise<string[]> => {
      const entries = await readdir(join(folder, 'blobs'), { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => path.includes(word));
    },
    restart: async (): Promise<void> => {
      await shut();
      running = await open();
    },
    close: async (): Promise<void> => {
      await shut();
      await rm(folder, { recursive: true });
    },
  };
}
