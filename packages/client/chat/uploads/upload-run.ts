/**
 * Brings one file to the server, piece by piece, however often the wire is cut or the server started anew; ends when the server has all of
 * it, will not have it, or the caller aborts. After anything unclear the server is asked how much it has: what it says counts.
 */
import { backoffMs } from '@veche/kernel/backoff.ts';
import { asCallFailure, type CallError, type CallFailure } from '../../call-error.ts';
import { afterCut, afterPiece, afterTooLarge, firstPieceSize } from './piece-size.ts';
import { type Tus, UploadRefused } from './tus.ts';
import type { FileBytes, UploadEnvironment } from './upload-environment.ts';

export interface UploadJob {
  readonly name: string;
  readonly file: FileBytes;
  /** Of an upload that was begun before; undefined = a new one. */
  readonly address: string | undefined;
}

/** None of it is called after `signal` was aborted. */
export interface UploadRunEvents {
  /** Undefined = the server has lost it; it begins anew. */
  onAddress(address: string | undefined): void;
  onProgress(sentBytes: number): void;
  onChecking(): void;
  /** It stands still and is tried again; undefined = for a moment, and nobody has to know why. */
  onTrouble(error: CallError | undefined): void;
}

export type UploadOutcome =
  | { readonly name: 'uploaded'; readonly address: string }
  | { readonly name: 'refused'; readonly error: CallError }
  /** The device does not give the file any more. */
  | { readonly name: 'fileLost' }
  | { readonly name: 'aborted' };

const firstRetryMs = 500;
const lastRetryMs = 15_000;

export class UploadRun {
  readonly #job: UploadJob;
  readonly #tus: Tus;
  readonly #environment: UploadEnvironment;
  readonly #events: UploadRunEvents;
  readonly #signal: AbortSignal;
  #address: string | undefined;
  /** Undefined = only the server knows. */
  #offset: number | undefined;
  #pieceSize = firstPieceSize;
  /** Failures since something arrived last. */
  #failures = 0;

  constructor(
    job: UploadJob,
    parts: { readonly tus: Tus; readonly environment: UploadEnvironment },
    events: UploadRunEvents,
    signal: AbortSignal,
  ) {
    this.#job = job;
    this.#tus = parts.tus;
    this.#environment = parts.environment;
    this.#events = events;
    this.#signal = signal;
    this.#address = job.address;
  }

  async run(): Promise<UploadOutcome> {
    while (!this.#signal.aborted) {
      try {
        const address = await this.#goOn();
        if (address !== undefined) return { name: 'uploaded', address };
      } catch (thrown) {
        if (this.#signal.aborted) break;
        const outcome = await this.#afterFailure(asCallFailure(thrown));
        if (outcome !== undefined) return outcome;
      }
    }
    return { name: 'aborted' };
  }

  /** One step; answers the address when the server has all of it. */
  async #goOn(): Promise<string | undefined> {
    const { name, file } = this.#job;
    if (this.#address === undefined) {
      const address = await this.#tus.create(name, file.size, this.#signal);
      this.#signal.throwIfAborted();
      this.#address = address;
      this.#offset = 0;
      this.#events.onAddress(address);
      return undefined;
    }
    this.#offset ??= await this.#tus.offset(this.#address, this.#signal);
    this.#signal.throwIfAborted();
    this.#events.onProgress(this.#offset);
    const before = this.#offset;
    const after = await this.#sendPiece(this.#address, before);
    this.#signal.throwIfAborted();
    if (after > before) this.#failures = 0;
    this.#offset = after;
    return after >= file.size ? this.#address : undefined;
  }

  /** Where everything is there already an empty piece asks whether it is checked, too. */
  async #sendPiece(address: string, offset: number): Promise<number> {
    const { file } = this.#job;
    const end = Math.min(offset + this.#pieceSize.bytes, file.size);
    const isLast = end >= file.size;
    const startedAtMs = this.#environment.nowMs();
    if (offset >= file.size) this.#events.onChecking();
    const after = await this.#tus.append(address, offset, file.slice(offset, end), this.#signal, (sentBytes) => {
      if (this.#signal.aborted) return;
      if (isLast && offset + sentBytes >= file.size) this.#events.onChecking();
      else this.#events.onProgress(offset + sentBytes);
    });
    // The last one is answered when the server has looked into the file: that says nothing about the wire.
    if (!isLast) this.#pieceSize = afterPiece(this.#pieceSize, this.#environment.nowMs() - startedAtMs);
    return after;
  }

  /** Answers how it ends, if it does; else waits until it makes sense to go on. */
  async #afterFailure(failure: CallFailure): Promise<UploadOutcome | undefined> {
    this.#offset = undefined;
    switch (failure.code) {
      case 'upload_not_found':
        this.#address = undefined;
        this.#events.onAddress(undefined);
        await this.#pause(undefined);
        return undefined;
      case 'upload_offset_wrong':
      case 'upload_busy':
        await this.#pause(undefined, failure);
        return undefined;
      case 'request_too_large': {
        const smaller = afterTooLarge(this.#pieceSize);
        if (smaller === undefined) break;
        this.#pieceSize = smaller;
        return undefined;
      }
    }
    if (!failure.retryable) return { name: 'refused', error: failure.toCallError() };
    if (!(await this.#canRead())) return this.#signal.aborted ? { name: 'aborted' } : { name: 'fileLost' };
    if (this.#signal.aborted) return { name: 'aborted' };
    this.#pieceSize = afterCut(this.#pieceSize);
    // A wire that is cut once is no news yet.
    await this.#pause(this.#failures === 0 ? undefined : failure.toCallError(), failure);
    return undefined;
  }

  /** A file that was changed or deleted looks like a wire that is cut. */
  async #canRead(): Promise<boolean> {
    try {
      await this.#job.file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  }

  /** A network that has come back ends it early. */
  #pause(trouble: CallError | undefined, failure?: CallFailure): Promise<void> {
    const environment = this.#environment;
    const askedMs = failure instanceof UploadRefused ? failure.retryAfterMs : 0;
    const delayMs = backoffMs(this.#failures, firstRetryMs, lastRetryMs, environment.random01());
    this.#failures += 1;
    this.#events.onTrouble(trouble);
    return new Promise((resolve) => {
      const end = (): void => {
        environment.clearTimeout(timer);
        stopListening?.();
        this.#signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = environment.setTimeout(end, Math.max(delayMs, askedMs));
      const stopListening = environment.onNetworkChange?.(end);
      this.#signal.addEventListener('abort', end);
    });
  }
}
