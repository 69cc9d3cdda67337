/** Recordings with a renderer over the real embedded profile, in a folder of its own. Chunks come in as the media server tells of them. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { type Clock, systemClock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { openEmbedded, type Ports } from '@veche/profiles/embedded.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { openRecordings, type RecordingsService } from '../recordings-service.ts';
import type { Ffmpeg } from '../rendering/ffmpeg/find-ffmpeg.ts';
import { openRendering } from '../rendering/open-rendering.ts';
import type { Rendering } from '../rendering-hook.ts';
import { RecordingChunks } from '../store/recording-chunks.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { Recordings } from '../store/recordings.ts';
import { streamOf } from '../workers/rendered-files.ts';

export interface TestedRendering {
  readonly ffmpeg: Ffmpeg | undefined;
  readonly cores?: number;
  readonly folder?: string;
  readonly names?: ReadonlyMap<string, string>;
  /** The machine's, if none is given. */
  readonly clock?: Clock;
}

/** A chunk with its bytes, as from `rendering/fixtures`. */
export type StoredChunk = Pick<
  RecordedChunk,
  'runStartedAtMs' | 'number' | 'startMs' | 'durationMs' | 'container' | 'videoCodec' | 'widthPx' | 'heightPx'
> & {
  readonly hash: string;
  readonly bytes: Uint8Array;
};

export const meetingId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const ownerId = '11111111-1111-4111-8111-111111111111';

export async function renderedRecordings({
  ffmpeg: firstFfmpeg,
  cores = 2,
  folder: given,
  names = new Map(),
  clock = systemClock,
}: TestedRendering) {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'veche-rendered-')));
  const said: { readonly fields: object; readonly message: string }[] = [];
  const say = (fields: object, message: string) => void said.push({ fields, message });
  const logger: Logger = { debug: () => undefined, info: () => undefined, warn: say, error: say, child: () => logger };
  const now = { freeBytes: 1e12 };
  let ffmpeg = firstFfmpeg;
  const random = seededRandomSource(1);

  const open = async () => {
    const ports: Ports = await openEmbedded({ dataFolder: folder, clock, random });
    let rendering: Rendering | undefined;
    const service = await openRecordings(
      {
        ...ports,
        clock,
        random,
        logger,
        signedIn: async () => ({ userId: ownerId }),
        conference: async (id) => ({ id, name: 'Standup', ownerId, parentId: undefined, roomName: undefined }),
        accountName: async () => 'Ann',
        accountEmail: async () => 'ann@example.org',
        accountByEmail: async () => undefined,
        participantName: async (_conferenceId, participantId) => names.get(participantId),
        messages: async () => [],
        control: async () => ({ recording: null, id: randomUUID() }),
        freeBytes: async () => now.freeBytes,
        quotaBytes: null,
        chunksKeptMs: 3_600_000,
        recordingsKeptMs: null,
        canRender: ffmpeg !== undefined,
        recordingUrlChanged: async () => undefined,
      },
      async (parts) => {
        rendering = await openRendering(parts, { ffmpeg, cores, workFolder: join(folder, 'rendering') });
        return rendering;
      },
    );
    if (rendering === undefined) throw new Error('Nobody asked for a renderer');
    return { ports, service, rendering };
  };
  let running = await open();
  let isShut = false;
  const shut = async (): Promise<void> => {
    if (isShut) return;
    isShut = true;
    await running.service.close();
    await running.ports.close();
  };

  return {
    folder,
    said,
    now,
    get ports(): Ports {
      return running.ports;
    },
    get service(): RecordingsService {
      return running.service;
    },
    get rendering(): Rendering {
      return running.rendering;
    },
    begin: async (atMs: number): Promise<string> => {
      const recordingId = randomUUID();
      await running.service.recordingBegun({ recordingId, conferenceId: meetingId, atMs });
      return recordingId;
    },
    store: (recordingId: string, chunk: StoredChunk, more: Partial<RecordedChunk> = {}): Promise<void> =>
      running.service.storeChunk(toldOf(recordingId, chunk, more), streamOf(chunk.bytes)),
    end: (recordingId: string, atMs: number): Promise<void> =>
      running.service.recordingChanged({ recordingId, state: 'ended', atMs }),
    read: async (key: string): Promise<Buffer> => {
      const parts: Uint8Array[] = [];
      for await (const part of (await running.ports.blobs.get(key)) ?? []) parts.push(part);
      return Buffer.concat(parts);
    },
    row: async (id: string): Promise<RecordingRow> => {
      const row = await new Recordings(running.ports.sql).byId(id);
      if (row === undefined) throw new Error('It is gone');
      return row;
    },
    chunks: (): RecordingChunks => new RecordingChunks(running.ports.sql),
    shut,
    /** After `shut`, perhaps on a machine with another ffmpeg. */
    reopen: async (settings: Pick<TestedRendering, 'ffmpeg'>): Promise<void> => {
      ffmpeg = settings.ffmpeg;
      running = await open();
      isShut = false;
    },
    close: async (): Promise<void> => {
      await shut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toldOf(recordingId: string, chunk: StoredChunk, more: Partial<RecordedChunk>): RecordedChunk {
  const { bytes, hash, runStartedAtMs, number, startMs, durationMs, container, videoCodec, widthPx, heightPx } = chunk;
  return {
    recordingId,
    conferenceId: meetingId,
    ...{ runStartedAtMs, number, startMs, durationMs, container, videoCodec, widthPx, heightPx },
    codecs: videoCodec === 'h264' ? 'avc1.42c01f,opus' : 'vp8,opus',
    picture: { participantId: ownerId, source: 'camera' },
    speakers: [],
    initBytes: 0,
    sizeBytes: bytes.length,
    sha256: hash,
    ...more,
  };
}
