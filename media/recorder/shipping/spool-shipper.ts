/**
 * Brings what was spooled to where it is kept: spool file by spool file, in order, sealed and handed over, tried again until it has been taken; only then the
 * file goes. What an earlier life of the program left behind goes the same way.
 */
import { readdirSync, renameSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { Sealer } from '../sealing/sealer.ts';
import { readSpoolName, writeSpoolName } from '../spool/spool-name.ts';

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
}

const firstRetryMs = 500;
const maxRetryMs = 5_000;
/** Sealed again, it would be the same; somebody may want to look at it. */
const damagedEnding = '.damaged';
/** Handing over takes longer than this only where something is wrong. */
const patienceMs = 5_000;

export class SpoolShipper {
  readonly #needs: ShipperNeeds;
  readonly #sealer = new Sealer();
  readonly #queue: Parcel[] = [];
  readonly #heldUp = new Set<string>();
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
  }

  /** A file that is whole. */
  take(fileName: string): void {
    const name = readSpoolName(fileName);
    if (name === undefined || this.#queue.some((parcel) => parcel.fileName === fileName)) return;
    this.#queue.push({ fileName, recordingId: name.recordingId });
    this.#working ??= this.#work();
  }

  /** Whoever wrote these is gone: what they had in hand is taken as far as it got. */
  adopt(recordingIds: ReadonlySet<string>): void {
    this.#takeUp((recordingId) => recordingIds.has(recordingId));
  }

  /** Resolves when all that has been taken so far is shipped, and whatever was taken meanwhile. */
  async idle(): Promise<void> {
    await this.#working;
  }

  has(recordingId: string): boolean {
    return this.#queue.some((parcel) => parcel.recordingId === recordingId);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake?.();
    await this.#working;
    await this.#sealer.close();
  }

  #takeUp(isWanted: (recordingId: string) => boolean): void {
    const { folder } = this.#needs;
    for (const fileName of readdirSync(folder).sort()) {
      const name = readSpoolName(fileName);
      if (name === undefined || !isWanted(name.recordingId)) continue;
      const closedName = writeSpoolName({ ...name, state: 'closed' });
      if (name.state === 'open') renameSync(join(folder, fileName), join(folder, closedName));
      this.take(closedName);
    }
  }

  async #work(): Promise<void> {
    for (let tries = 0; this.#queue[0] !== undefined && !this.#isClosed; ) {
      const parcel = this.#queue[0];
      try {
        await this.#ship(parcel);
        tries = 0;
        this.#queue.shift();
        this.#tellHeldUp(parcel.recordingId, false);
        if (!this.has(parcel.recordingId)) this.#needs.onSettled(parcel.recordingId);
      } catch (err) {
        this.#needs.logger.warn({ err, fileName: parcel.fileName }, 'A chunk of a recording cannot be stored yet');
        for (const { recordingId } of this.#queue) this.#tellHeldUp(recordingId, true);
        await this.#rest(backoffMs(tries, firstRetryMs, maxRetryMs, 1));
        tries += 1;
      }
    }
    this.#working = undefined;
  }

  async #ship({ fileName, recordingId }: Parcel): Promise<void> {
    const { folder, logger, storeChunk, onStored } = this.#needs;
    const path = join(folder, fileName);
    const patience = setTimeout(() => this.#tellHeldUp(recordingId, true), patienceMs);
    try {
      const sealed = await this.#seal(path);
      if (sealed === undefined) return;
      const { chunk, bytes } = sealed;
      const isKept = await storeChunk(chunk, once(bytes)).then(() => true, whetherUnwanted);
      await rm(path, { force: true });
      if (!isKept) return;
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
  async #seal(path: string) {
    try {
      const sealed = await this.#sealer.seal(path);
      if (sealed === undefined) await rm(path, { force: true });
      return sealed;
    } catch (err) {
      const { code } = err as { code?: string };
      if (code === 'ENOENT') return undefined;
      if (code !== undefined || this.#isClosed) throw err;
      this.#needs.logger.error({ err, path }, 'A chunk of a recording cannot be sealed and is set aside');
      await rename(path, `${path}${damagedEnding}`);
      return undefined;
    }
  }

  #tellHeldUp(recordingId: string, isHeldUp: boolean): void {
    if (this.#heldUp.has(recordingId) === isHeldUp) return;
    if (isHeldUp) this.#heldUp.add(recordingId);
    else this.#heldUp.delete(recordingId);
    this.#needs.onHeldUp(recordingId, isHeldUp);
  }

  #rest(ms: number): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A recording that was deleted meanwhile wants no chunks any more; whatever else it was is to be tried again. */
function whetherUnwanted(error: unknown): false {
  if (error instanceof VecheError && error.code === 'recording_not_found') return false;
  throw error;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
