/**
 * Brings what was spooled to where it is kept: spool file by spool file, in order, sealed and handed over, tried again until it has been taken; only then the
 * file goes. What an earlier life of the program left behind goes the same way.
 */
import { readdirSync, renameSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { ChunkUnacceptable } from '@veche/contracts/recording/chunk-unacceptable.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { Sealer, SealingFailed } from '../sealing/sealer.ts';
import { readSpoolName, type SpoolName, writeSpoolName } from '../spool/spool-name.ts';

export interface ShipperNeeds {
  readonly folder: string;
  readonly logger: Logger;
  /** Resolves when the chunk is kept for good; told again, it is the same chunk. Rejects with `recording_not_found` when nobody wants it any more. */
  storeChunk(chunk: RecordedChunk, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Everything of this recording up to here is kept. */
  onStored(recordingId: string, upToMs: number): void;
  /** It cannot be handed over at the moment, or can again. */
  onHeldUp(recordingId: string, isHeldUp: boolean): void;
  /** There is nothing more of this recording to be shipped at the moment. */
  onSettled(recordingId: string): void;
}

interface Parcel {
  readonly fileName: string;
  readonly recordingId: string;
  /** In a row, of things that may pass. */
  tries: number;
  againAtMs: number;
}

const firstRetryMs = 500;
const maxRetryMs = 5_000;
/** Sealed again, it would be the same; somebody may want to look at it, for a while. */
const damagedEnding = '.damaged';
const clearEveryMs = 24 * 3_600_000;
/** A thread that is lost over the same file again and again is lost because of it. */
const sealingTriesMax = 3;
/** A disk that cannot read a file, so often in a row, never will. */
const readingTriesMax = 20;
/** Handing over takes longer than this only where something is wrong. */
const patienceMs = 2_500;

export class SpoolShipper {
  readonly #needs: ShipperNeeds;
  readonly #sealer = new Sealer();
  /** Of each recording in its order; one that cannot be stored holds up no other. */
  readonly #queues = new Map<string, Parcel[]>();
  readonly #heldUp = new Set<string>();
  /** What a lost worker had in hand of these is not taken up yet. */
  readonly #toBeAdopted = new Set<string>();
  #clearing: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #isClosed = false;

  constructor(needs: ShipperNeeds) {
    this.#needs = needs;
  }

  /** Takes up what was left behind. */
  async start(): Promise<void> {
    await mkdir(this.#needs.folder, { recursive: true, mode: 0o700 });
    this.#takeUp(() => true);
    await this.#clearDamaged();
    this.#clearing = setInterval(() => void this.#clearDamaged(), clearEveryMs).unref();
  }

  /** A file that is whole. */
  take(fileName: string): void {
    const name = readSpoolName(fileName);
    if (name === undefined) return;
    const { recordingId } = name;
    const queue = this.#queues.get(recordingId) ?? [];
    if (queue.some((parcel) => parcel.fileName === fileName)) return;
    queue.push({ fileName, recordingId, tries: 0, againAtMs: 0 });
    this.#queues.set(recordingId, queue);
    this.#wake?.();
    this.#working ??= this.#work();
  }

  /**
   * Whoever wrote these is gone: what they had in hand is taken as far as it got. Where the disk refuses that, it is tried until it does not; `lostAtMs`: by
   * then others may write the same recordings, in runs that were begun later.
   */
  adopt(recordingIds: ReadonlySet<string>, lostAtMs?: number): void {
    if (this.#isClosed) return;
    for (const recordingId of recordingIds) this.#toBeAdopted.add(recordingId);
    try {
      this.#takeUp(
        ({ recordingId, runStartedAtMs }) =>
          recordingIds.has(recordingId) && (lostAtMs === undefined || runStartedAtMs <= lostAtMs),
      );
    } catch (err) {
      this.#needs.logger.error({ err }, 'What a media worker had recorded cannot be taken up yet');
      const atMs = lostAtMs ?? Date.now();
      setTimeout(() => this.adopt(recordingIds, atMs), maxRetryMs).unref();
      return;
    }
    for (const recordingId of recordingIds) {
      this.#toBeAdopted.delete(recordingId);
      if (!this.has(recordingId)) this.#needs.onSettled(recordingId);
    }
  }

  /** Resolves when all that has been taken so far is shipped, and whatever was taken meanwhile. */
  async idle(): Promise<void> {
    await this.#working;
  }

  has(recordingId: string): boolean {
    return this.#queues.has(recordingId) || this.#toBeAdopted.has(recordingId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#clearing);
    this.#wake?.();
    await this.#working;
    await this.#sealer.close();
  }

  #takeUp(isWanted: (name: SpoolName) => boolean): void {
    const { folder } = this.#needs;
    for (const fileName of readdirSync(folder).sort()) {
      const name = readSpoolName(fileName);
      if (name === undefined || !isWanted(name)) continue;
      const closedName = writeSpoolName({ ...name, state: 'closed' });
      if (name.state === 'open') renameSync(join(folder, fileName), join(folder, closedName));
      this.take(closedName);
    }
  }

  async #work(): Promise<void> {
    while (!this.#isClosed && this.#queues.size > 0) {
      const parcel = this.#next();
      const waitMs = parcel.againAtMs - performance.now();
      if (waitMs > 0) {
        await this.#rest(waitMs);
        continue;
      }
      try {
        await this.#ship(parcel);
        this.#done(parcel);
      } catch (err) {
        this.#needs.logger.warn({ err, fileName: parcel.fileName }, 'A chunk of a recording cannot be stored yet');
        this.#tellHeldUp(parcel.recordingId, true);
        parcel.againAtMs = performance.now() + backoffMs(parcel.tries, firstRetryMs, maxRetryMs, 1);
        parcel.tries += 1;
      }
    }
    this.#working = undefined;
  }

  /** The first one of some recording: the one whose time comes first. */
  #next(): Parcel {
    const heads = [...this.#queues.values()].map(([head]) => head!);
    return heads.reduce((first, head) => (head.againAtMs < first.againAtMs ? head : first));
  }

  #done({ recordingId }: Parcel): void {
    const queue = this.#queues.get(recordingId)!;
    queue.shift();
    // Behind all others: they are to have their turn.
    this.#queues.delete(recordingId);
    if (queue.length > 0) this.#queues.set(recordingId, queue);
    this.#tellHeldUp(recordingId, false);
    if (queue.length === 0) this.#needs.onSettled(recordingId);
  }

  async #ship(parcel: Parcel): Promise<void> {
    const { fileName, recordingId } = parcel;
    const { folder, logger, storeChunk, onStored } = this.#needs;
    const path = join(folder, fileName);
    const patience = setTimeout(() => this.#tellHeldUp(recordingId, true), patienceMs);
    try {
      const sealed = await this.#seal(path, parcel);
      if (sealed === undefined) return;
      const { chunk, bytes } = sealed;
      const fate = await storeChunk(chunk, once(bytes)).then((): Fate => 'kept', fateOf);
      if (fate === 'unacceptable') {
        await this.#setAside(path, 'A chunk of a recording is not taken by whoever keeps it, and is set aside');
        return;
      }
      await rm(path, { force: true });
      if (fate === 'unwanted') return;
      logger.debug(
        { recordingId, number: chunk.number, sizeBytes: chunk.sizeBytes },
        'A chunk of a recording is stored',
      );
      onStored(recordingId, chunk.startMs + chunk.durationMs);
    } finally {
      clearTimeout(patience);
    }
  }

  /** Undefined = there is nothing to be stored of it. */
  async #seal(path: string, { tries }: Parcel) {
    try {
      const sealed = await this.#sealer.seal(path);
      if (sealed === undefined) await rm(path, { force: true });
      return sealed;
    } catch (err) {
      if (!(err instanceof SealingFailed) || this.#isClosed) throw err;
      if (err.code === 'ENOENT') return undefined;
      const mayPass = err.code === 'EIO' ? tries < readingTriesMax : err.code !== undefined;
      if (mayPass || (err.isThreadLost && tries < sealingTriesMax)) throw err;
      await this.#setAside(path, 'A chunk of a recording cannot be sealed, and is set aside', err);
      return undefined;
    }
  }

  async #setAside(path: string, words: string, err?: Error): Promise<void> {
    this.#needs.logger.error({ err, path }, words);
    await rename(path, `${path}${damagedEnding}`);
  }

  /** What was set aside is kept no longer than a deleted recording is. */
  async #clearDamaged(): Promise<void> {
    const { folder, logger } = this.#needs;
    try {
      const oldestMs = Date.now() - limits.recordingUndoMs;
      for (const fileName of await readdir(folder)) {
        const path = join(folder, fileName);
        if (fileName.endsWith(damagedEnding) && (await stat(path)).mtimeMs < oldestMs) await rm(path, { force: true });
      }
    } catch (err) {
      logger.warn({ err }, 'Chunks that were set aside are not cleared away');
    }
  }

  #tellHeldUp(recordingId: string, isHeldUp: boolean): void {
    if (this.#heldUp.has(recordingId) === isHeldUp) return;
    if (isHeldUp) this.#heldUp.add(recordingId);
    else this.#heldUp.delete(recordingId);
    this.#needs.onHeldUp(recordingId, isHeldUp);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type Fate = 'kept' | 'unwanted' | 'unacceptable';

/** A recording that was deleted meanwhile wants no chunks any more, and what is wrong stays wrong; whatever else it was is to be tried again. */
function fateOf(error: unknown): Fate {
  if (error instanceof VecheError && error.code === 'recording_not_found') return 'unwanted';
  if (error instanceof ChunkUnacceptable) return 'unacceptable';
  throw error;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
