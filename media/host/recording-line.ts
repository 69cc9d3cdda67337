/**
 * Recordings between the meetings, the workers that record them, and where they are kept: tells workers what to record, has what they spooled shipped, and
 * tells each meeting how its recordings fare. A recording has ended when its last chunk is kept, not before.
 */
import { setTimeout } from 'node:timers/promises';
import { limits } from '@veche/contracts/limits.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import type { RecordingTrouble } from '@veche/contracts/recording/recording-status.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { SpoolShipper } from '../recorder/shipping/spool-shipper.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { RecordingNews } from './worker-protocol.ts';

/** What is told to those who keep recordings. */
export interface RecordingKeeper {
  /** Resolves when it is written down. Rejects with `recordings_full`, `recordings_no_space`, `conference_not_found`. */
  recordingBegun(begun: {
    readonly recordingId: string;
    /** The room's: the meeting's own id is the main room. */
    readonly conferenceId: string;
    readonly atMs: number;
  }): Promise<void>;
  /** Resolves when it is written down. Told again, nothing changes. */
  recordingChanged(change: {
    readonly recordingId: string;
    readonly state: 'recording' | 'paused' | 'ended';
    readonly atMs: number;
  }): Promise<void>;
  /** Resolves when the chunk is kept for good and known. Told again, it is the same chunk. Rejects with `recording_not_found` once it was deleted. */
  storeChunk(chunk: RecordedChunk, content: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface RecordingFollower {
  saved(upToMs: number): void;
  trouble(trouble: RecordingTrouble | null): void;
}

export interface RoomToRecord {
  readonly roomId: string;
  readonly recordingId: string;
}

interface Run {
  /** Which of them records it. */
  readonly worker: number;
  /** Begun and not ended yet; one may end while the next begins already. */
  open: number;
  /** When something of it was last heard of. */
  heardAtMs: number;
}

interface Told {
  readonly worker: number;
  readonly recordingIds: ReadonlySet<string>;
}

interface Trouble {
  readonly refused: string | undefined;
  readonly isHeldUp: boolean;
  /** Nothing was stored for longer than a chunk takes, and nobody says why. */
  readonly isSilent: boolean;
}

const noTrouble: Trouble = { refused: undefined, isHeldUp: false, isSilent: false };

export interface RecordingLineNeeds {
  readonly folder: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

const firstRetryMs = 500;
const maxRetryMs = 5_000;
const noSpaceCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

export class RecordingLine {
  readonly keeper: RecordingKeeper;
  leftoversShipped: Promise<void> = Promise.resolve();
  readonly #pool: WorkerPool;
  readonly #logger: Logger;
  readonly #shipper: SpoolShipper;
  readonly #followers = new Map<string, RecordingFollower>();
  readonly #runs = new Map<string, Run>();
  readonly #told = new Map<string, Told>();
  readonly #troubles = new Map<string, Trouble>();
  readonly #clock: Clock;
  #isClosed = false;
  #waiting: { readonly recordingId: string; readonly resolve: () => void }[] = [];

  constructor(keeper: RecordingKeeper, pool: WorkerPool, { folder, logger, clock }: RecordingLineNeeds) {
    this.keeper = keeper;
    this.#pool = pool;
    this.#logger = logger;
    this.#clock = clock;
    this.#shipper = new SpoolShipper({
      folder,
      logger,
      storeChunk: (chunk, content) => keeper.storeChunk(chunk, content),
      onStored: (recordingId, upToMs) => this.#stored(recordingId, upToMs),
      onHeldUp: (recordingId, isHeldUp) => this.#note(recordingId, { isHeldUp }),
      onSettled: (recordingId) => this.#lookAtWaiting(recordingId),
    });
  }

  /** Takes up what an earlier life of the server had recorded and not shipped. */
  async start(): Promise<void> {
    await this.#shipper.start();
    this.leftoversShipped = this.#shipper.idle();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#shipper.close();
  }

  /** It goes on here, or its end is not told yet: that comes behind its last chunk. */
  has(recordingId: string): boolean {
    return this.#followers.has(recordingId);
  }

  /** What is wrong with it already is told at once. */
  follow(recordingId: string, follower: RecordingFollower): void {
    this.#followers.set(recordingId, follower);
    const trouble = this.#troubles.get(recordingId);
    if (trouble !== undefined) follower.trouble(inWords(trouble));
  }

  /** These rooms of the meeting and no others are recorded from now on. Without effect while it has no worker: what is to be recorded is told again to the next. */
  record(conferenceId: string, rooms: readonly RoomToRecord[]): void {
    const worker = this.#pool.setRecordings(conferenceId, rooms);
    if (worker === undefined) return;
    const before = this.#told.get(conferenceId)?.recordingIds ?? new Set();
    const recordingIds = new Set(rooms.map(({ recordingId }) => recordingId));
    for (const recordingId of recordingIds) {
      if (before.has(recordingId)) continue;
      const run = this.#runs.get(recordingId) ?? { worker, open: 0, heardAtMs: 0 };
      run.open += 1;
      run.heardAtMs = this.#clock.nowMs();
      this.#runs.set(recordingId, run);
    }
    if (recordingIds.size === 0) this.#told.delete(conferenceId);
    else this.#told.set(conferenceId, { worker, recordingIds });
  }

  /** This worker is gone: what it had in hand is shipped as far as it got. */
  workerLost(worker: number): void {
    for (const [conferenceId, told] of this.#told) if (told.worker === worker) this.#told.delete(conferenceId);
    const recordingIds = new Set<string>();
    for (const [recordingId, run] of this.#runs) if (run.worker === worker) recordingIds.add(recordingId);
    if (recordingIds.size === 0) return;
    this.#shipper.adopt(recordingIds);
    for (const recordingId of recordingIds) {
      this.#runs.delete(recordingId);
      this.#note(recordingId, { refused: undefined, isSilent: false });
      this.#lookAtWaiting(recordingId);
    }
  }

  /** Now and then: a recording of which nothing comes is in trouble, also where nobody says so. */
  tick(): void {
    const silentSinceMs = this.#clock.nowMs() - limits.recordingSilenceMaxMs;
    for (const [recordingId, { heardAtMs }] of this.#runs) {
      if (heardAtMs < silentSinceMs) this.#note(recordingId, { isSilent: true });
    }
  }

  hear(news: RecordingNews): void {
    switch (news.type) {
      case 'closed':
        this.#shipper.take(news.fileName);
        return;
      case 'refused':
        this.#note(news.recordingId, { refused: news.code });
        return;
      case 'ended': {
        const run = this.#runs.get(news.recordingId);
        if (run !== undefined && --run.open <= 0) this.#runs.delete(news.recordingId);
        this.#lookAtWaiting(news.recordingId);
        return;
      }
    }
  }

  /** Says that it has ended once its last chunk is kept, and as often as it takes. */
  async tellEnded(recordingId: string, atMs: number): Promise<void> {
    if (!this.#isSettled(recordingId)) {
      await new Promise<void>((resolve) => this.#waiting.push({ recordingId, resolve }));
    }
    this.#followers.delete(recordingId);
    this.#troubles.delete(recordingId);
    for (let tries = 0; !this.#isClosed; tries += 1) {
      try {
        await this.keeper.recordingChanged({ recordingId, state: 'ended', atMs });
        return;
      } catch (err) {
        this.#logger.error({ err, recordingId }, 'The end of a recording could not be written down yet');
        await setTimeout(backoffMs(tries, firstRetryMs, maxRetryMs, 1), undefined, { ref: false });
      }
    }
  }

  #stored(recordingId: string, upToMs: number): void {
    const run = this.#runs.get(recordingId);
    if (run !== undefined) run.heardAtMs = this.#clock.nowMs();
    this.#note(recordingId, { isSilent: false });
    this.#followers.get(recordingId)?.saved(upToMs);
  }

  #isSettled(recordingId: string): boolean {
    return !this.#runs.has(recordingId) && !this.#shipper.has(recordingId);
  }

  #lookAtWaiting(recordingId: string): void {
    if (!this.#isSettled(recordingId)) return;
    for (const waiting of this.#waiting) if (waiting.recordingId === recordingId) waiting.resolve();
    this.#waiting = this.#waiting.filter((waiting) => waiting.recordingId !== recordingId);
  }

  #note(recordingId: string, news: Partial<Trouble>): void {
    const before = this.#troubles.get(recordingId) ?? noTrouble;
    const trouble = { ...before, ...news };
    const isWell = trouble.refused === undefined && !trouble.isHeldUp && !trouble.isSilent;
    if (isWell) this.#troubles.delete(recordingId);
    else this.#troubles.set(recordingId, trouble);
    if (inWords(before) !== inWords(trouble)) this.#followers.get(recordingId)?.trouble(inWords(trouble));
  }
}

function inWords({ refused, isHeldUp, isSilent }: Trouble): RecordingTrouble | null {
  if (refused !== undefined) return noSpaceCodes.has(refused) ? 'diskFull' : 'storeAway';
  return isHeldUp || isSilent ? 'storeAway' : null;
}
