/**
 * Clears away what is to go, by the rules of keeping, and looks after what stays: recordings that were deleted long enough ago, or are too old; chunks
 * whose rendered file stands; files that belong to nothing; and whether chunks still hold what was stored. One that can't be cleared away holds up no
 * other, and is tried again by the next sweep.
 */
import { limits } from '@veche/contracts/limits.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { fileOfKey, recordingsFolder } from '../domain/blob-keys.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import { clearChunks, clearPurged } from '../use-cases/purge-recording.ts';
import { verifyRecording } from '../use-cases/verify-recording.ts';

const sweepMs = 10 * 60_000;
const orphansEveryMs = 24 * 3_600_000;
const atATime = 200;
/** More than one: the first may be one that cannot be read for years. */
const verifiedAtATime = 3;

export class RecordingSweeper {
  readonly #parts: RecordingsParts;
  /** Whoever deleted something for ever, and is told when it is gone. */
  readonly #waitForPurge: (() => void)[] = [];
  #isClosing = false;
  #working: Promise<number> = Promise.resolve(0);
  #timer: NodeJS.Timeout | undefined;
  #orphansAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
  }

  /** Sweeps now, and from then on now and then. */
  start(): void {
    void this.sweep();
    this.#timer = setInterval(() => void this.sweep(), sweepMs);
  }

  /** Answers how many recordings, chunks' sets and stray files were cleared away. */
  sweep(): Promise<number> {
    return this.#next(() => this.#sweepAll());
  }

  /** What is marked as gone is cleared away now. Resolves when that is done, or could not be; it waits for no verification. */
  clearPurged(): Promise<void> {
    return new Promise((resolve) => {
      this.#waitForPurge.push(resolve);
      void this.#next(() => this.#clearForWaiting());
    });
  }

  /** Soon, after what is under way: two at once could tell of what the other has just found. */
  verifySoon(recordingId: string): void {
    void this.#next(() => this.#verify(recordingId));
  }

  /** The same, and answers how many chunks are damaged. Rejects when that can't be found out. */
  verify(recordingId: string): Promise<number> {
    const looked = this.#working.then(() => this.#look(recordingId));
    this.#working = looked.then(
      () => 0,
      () => 0,
    );
    return looked;
  }

  /** Stops between two files. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosing = true;
    await this.#working;
    for (const resolve of this.#waitForPurge.splice(0)) resolve();
  }

  #next(work: () => Promise<number>): Promise<number> {
    this.#working = this.#working
      .then(() => (this.#isClosing ? 0 : work()))
      .catch((err: unknown) => {
        this.#parts.logger.warn({ err }, 'Recordings could not be looked after');
        return 0;
      });
    return this.#working;
  }

  async #sweepAll(): Promise<number> {
    const { recordings, shares, clock, recordingsKeptMs, logger } = this.#parts;
    const nowMs = clock.nowMs();
    await recordings.purgeDeletedBefore(instant(nowMs - limits.recordingUndoMs), nowMs);
    if (recordingsKeptMs !== null) {
      await recordings.purge(await recordings.endedBefore(instant(nowMs - recordingsKeptMs)), nowMs);
    }
    await shares.removeExpired(nowMs);
    let cleared = await this.#clearPurged();
    cleared += await this.#clearChunks(nowMs);
    if (nowMs - this.#orphansAtMs >= orphansEveryMs) {
      cleared += await this.#clearOrphans(nowMs - limits.recordingOrphanKeptMs);
      this.#orphansAtMs = nowMs;
    }
    if (cleared > 0) logger.info({ cleared }, 'Recordings were cleared away');
    const due = await recordings.unverifiedSince(instant(nowMs - limits.recordingVerifyEveryMs), verifiedAtATime);
    for (const { id } of due) await this.#verify(id);
    return cleared;
  }

  async #clearPurged(): Promise<number> {
    return this.#each(await this.#parts.recordings.purged(), async (id) => {
      await clearPurged(this.#parts, id);
      return true;
    });
  }

  async #clearChunks(nowMs: number): Promise<number> {
    const { recordings, chunksKeptMs, canRender } = this.#parts;
    // Where nothing is rendered, chunks are the recording.
    if (!canRender) return 0;
    const over = await recordings.withChunksEndedBefore(instant(nowMs - chunksKeptMs));
    return this.#each(over, async (id) => {
      if (!(await this.#isRendered(id))) return false;
      await clearChunks(this.#parts, id);
      return true;
    });
  }

  /** The file is there, not only said to be, and nothing in it stands in for a chunk that might be rendered another time. */
  async #isRendered(id: string): Promise<boolean> {
    const { rendering, blobs } = this.#parts;
    const { state, problem } = await rendering.view(id);
    if (state !== 'done' || problem !== null) return false;
    const video = (await rendering.downloads(id)).find(({ kind }) => kind === 'video');
    return video !== undefined && (await blobs.head(video.key)) !== undefined;
  }

  async #clearOrphans(beforeMs: number): Promise<number> {
    const { blobs } = this.#parts;
    let cleared = 0;
    for (let afterKey = ''; ; ) {
      const listed = await blobs.list(recordingsFolder, { afterKey, limit: atATime });
      cleared += await this.#each(listed, async ({ key, storedAtMs }) => {
        if (storedAtMs >= beforeMs || !(await this.#isOrphan(key))) return false;
        await blobs.delete(key);
        return true;
      });
      const last = listed.at(-1);
      if (last === undefined || this.#isClosing) return cleared;
      afterKey = last.key;
    }
  }

  /** Of a recording whose chunks were cleared away, what a crash has left of them is one too. */
  async #isOrphan(key: string): Promise<boolean> {
    const file = fileOfKey(key);
    const trace = file === undefined ? undefined : await this.#parts.recordings.trace(file.recordingId);
    if (file === undefined || trace === undefined) return true;
    const { recordingId, chunk } = file;
    const isCleared = trace.chunks_cleared_at !== null;
    if (chunk === undefined) return isCleared && this.#parts.chunks.isWatchKey(recordingId, key);
    return isCleared || (await this.#parts.chunks.named(recordingId, chunk.runStartedAtMs, chunk.number))?.key !== key;
  }

  async #clearForWaiting(): Promise<number> {
    const waiting = this.#waitForPurge.splice(0);
    if (waiting.length === 0) return 0;
    try {
      return await this.#clearPurged();
    } finally {
      for (const resolve of waiting) resolve();
    }
  }

  async #verify(recordingId: string): Promise<number> {
    await this.#each([recordingId], async (id) => {
      await this.#look(id);
      return true;
    });
    return 0;
  }

  /** A long recording takes a while to look through; what is to go goes in between. */
  #look(recordingId: string): Promise<number> {
    return verifyRecording(this.#parts, recordingId, async () => {
      await this.#clearForWaiting();
      return !this.#isClosing;
    });
  }

  /** Answers for how many the answer was yes. */
  async #each<One>(all: readonly One[], work: (one: One) => Promise<boolean>): Promise<number> {
    let count = 0;
    for (const one of all) {
      if (this.#isClosing) break;
      try {
        if (await work(one)) count += 1;
      } catch (err) {
        this.#parts.logger.error({ err, one }, 'A recording could not be looked after');
      }
    }
    return count;
  }
}
