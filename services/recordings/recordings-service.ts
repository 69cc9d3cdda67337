/** The recordings service: puts its parts together and says what the rest of the program may ask of it. */
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import type { FastifyPluginAsync } from 'fastify';
import { Grants } from './access/grants.ts';
import { indexGroup, recordingsTopic } from './domain/recording-event.ts';
import type { RecordingsNeeds } from './needs.ts';
import { recordingsPlugin } from './plugin.ts';
import type { RecordedParts, RecordingsParts } from './recordings-parts.ts';
import { noRendering, type Rendering } from './rendering-hook.ts';
import { openLinkSecret } from './store/link-secret.ts';
import { RecordingChunks } from './store/recording-chunks.ts';
import { RecordingShares } from './store/recording-shares.ts';
import { recordingMigrations } from './store/recording-tables.ts';
import { Recordings } from './store/recordings.ts';
import { type BegunRecording, beginRecording } from './use-cases/begin-recording.ts';
import { type ChangedRecording, changeRecording, endRecordings } from './use-cases/change-recording.ts';
import { purgeAccount, purgeConference } from './use-cases/delete-recording.ts';
import { endAbandoned } from './use-cases/end-abandoned.ts';
import { removeEmpty } from './use-cases/remove-empty.ts';
import { storeChunk } from './use-cases/store-chunk.ts';
import { WatchedChunks } from './use-cases/watched-chunks.ts';
import { RecordingSweeper } from './workers/sweep-recordings.ts';
import { writeChunks } from './workers/write-chunks.ts';

export interface RecordingsService {
  /** Routes under `/api/v1/recordings`, `/api/v1/conferences/{id}/recording` and `/recordings/v1/`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  /**
   * The media server is about to record. Durable when it resolves; told again, it leaves the same. Throws `conference_not_found`, `recordings_full`,
   * `recordings_no_space`.
   */
  recordingBegun(begun: BegunRecording): Promise<void>;
  /**
   * Durable when it resolves; told again, late, or of what is gone, it does nothing. The last chunks are to be stored before an end is told; one that ended
   * before its first was removed.
   */
  recordingChanged(changed: ChangedRecording): Promise<void>;
  /**
   * Resolves when blob and log have it on disk; told again, it leaves the same. Throws `recording_not_found` for what was deleted, `ChunkRefused` for bytes
   * that are not those of the chunk, and what the ports throw when they are away: then it is to be told again.
   */
  storeChunk(chunk: RecordedChunk, content: ByteStream): Promise<void>;
  /**
   * The meeting is over, with its rooms: whatever of it is still said to be recorded is over too, as what a crash has left. `isGoingOn`: its end will be told
   * behind its last chunk.
   */
  conferenceEnded(conferenceId: string, atMs: number, isGoingOn: (recordingId: string) => boolean): Promise<void>;
  /**
   * At start, once everything that an earlier life of the program had recorded is stored: of recordings that began before and are said to go on, those end that
   * `goingOn` does not name. Answers how many.
   */
  endAbandoned(beforeMs: number, goingOn: (conferenceId: string) => Promise<readonly string[]>): Promise<number>;
  /** The meeting is gone, and everything that was recorded of it and its rooms. Nobody sees any of it when this resolves; rejects when the store is away. */
  conferenceDeleted(conferenceId: string): Promise<void>;
  /** Identity tells: this account goes, with what it recorded and what was shared with it. */
  accountDeleted(userId: string): Promise<void>;
  /** Looks whether a recording's chunks still hold what was stored; answers how many don't. Done now and then by itself. */
  verify(recordingId: string): Promise<number>;
  /** Clears away what is to go; done now and then by itself. Answers how much. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

/** Brings the tables up to date. `openRendering` gives whoever makes files out of chunks; without it nothing is made. */
export async function openRecordings(
  needs: RecordingsNeeds,
  openRendering: (parts: RecordedParts) => Rendering | Promise<Rendering> = () => noRendering,
): Promise<RecordingsService> {
  const { sql, log, blobs, clock, random, logger } = needs;
  await sql.migrate(recordingMigrations);
  const opened = new Disposables();
  const recordings = new Recordings(sql);
  const shares = new RecordingShares(sql);
  const recorded: RecordedParts = {
    sql,
    log,
    blobs,
    clock,
    random,
    logger,
    recordings,
    chunks: new RecordingChunks(sql),
    shares,
    grants: new Grants({ recordings, shares, clock }),
    linkSecret: await openLinkSecret(sql, random),
    quotaBytes: needs.quotaBytes,
    chunksKeptMs: needs.chunksKeptMs,
    recordingsKeptMs: needs.recordingsKeptMs,
    canRender: needs.canRender,
    conference: (conferenceId) => needs.conference(conferenceId),
    accountName: (userId) => needs.accountName(userId),
    accountEmail: (userId) => needs.accountEmail(userId),
    accountByEmail: (email) => needs.accountByEmail(email),
    participantName: (conferenceId, participantId) => needs.participantName(conferenceId, participantId),
    messages: (conferenceId, fromMs, toMs) => needs.messages(conferenceId, fromMs, toMs),
    control: (conferenceId, action, by) => needs.control(conferenceId, action, by),
    freeBytes: () => needs.freeBytes(),
    recordingUrlChanged: (conferenceId, url) => needs.recordingUrlChanged(conferenceId, url),
  };
  const rendering = await openRendering(recorded);
  opened.add(() => rendering.close());
  const parts: RecordingsParts = {
    ...recorded,
    rendering,
    watched: new WatchedChunks({ ...recorded, rendering }),
  };
  const index = log.consume(recordingsTopic, indexGroup, (events) => writeChunks(parts, events), {
    onSetAside: ({ group, event, reason }) =>
      logger.error({ group, position: event.position, recordingId: event.key, reason }, 'A chunk was set aside'),
  });
  opened.add(() => index.close());
  const sweeper = new RecordingSweeper(parts);
  sweeper.start();
  opened.add(() => sweeper.close());
  const clearPurged = () => sweeper.clearPurged();

  return {
    plugin: recordingsPlugin(parts, { signedIn: (request, reply) => needs.signedIn(request, reply), clearPurged }),
    recordingBegun: (begun) => beginRecording(parts, begun),
    recordingChanged: async (changed) => {
      const isNews = await changeRecording(parts, changed);
      if (changed.state !== 'ended') return;
      if (await removeEmpty(parts, changed.recordingId)) void clearPurged();
      else if (isNews) sweeper.verifySoon(changed.recordingId);
    },
    storeChunk: (chunk, content) => storeChunk(parts, chunk, content),
    conferenceEnded: async (conferenceId, atMs, isGoingOn) => {
      for (const id of await endRecordings(parts, conferenceId, { atMs, isGoingOn })) sweeper.verifySoon(id);
    },
    endAbandoned: async (beforeMs, goingOn) => {
      const ended = await endAbandoned(parts, beforeMs, goingOn);
      for (const id of ended) sweeper.verifySoon(id);
      return ended.length;
    },
    conferenceDeleted: async (conferenceId) => {
      await purgeConference(parts, conferenceId);
      void clearPurged();
    },
    accountDeleted: async (userId) => {
      await purgeAccount(parts, userId);
      void clearPurged();
    },
    verify: (recordingId) => sweeper.verify(recordingId),
    sweep: () => sweeper.sweep(),
    close: () => opened.close(),
  };
}
