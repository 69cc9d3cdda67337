/**
 * Recordings that are to be had as they were recorded stand in line, and one at a time is put together: all at once would be more reading and writing than
 * meetings leave room for. What is wanted stands in a table until its files do, so whatever is stopped, cut short or still waiting is taken up again.
 */
import { ContainerThread } from '../rendering/containers/container-thread.ts';
import { rowsInOrder } from '../rendering/rows-in-order.ts';
import { remuxFiles } from './remux-files.ts';
import type { RenderParts } from './render-needs.ts';
import { retryAfterMs } from './render-one-segment.ts';

interface RunningRemux {
  readonly recordingId: string;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

export class RemuxLine {
  readonly #parts: RenderParts;
  /** The first one came first. */
  readonly #waiting = new Set<string>();
  /** How often it was tried in vain, and when it is tried again. */
  readonly #failed = new Map<string, { readonly tries: number; readonly againAtMs: number }>();
  #running: RunningRemux | undefined;
  #isClosed = false;
  #folders = 0;

  constructor(parts: RenderParts) {
    // With a thread of its own: the other one answers those who wait for a chunk.
    this.#parts = { ...parts, containers: new ContainerThread() };
  }

  /** Somebody wants it. Resolves when that is written down. */
  async ask(recordingId: string): Promise<void> {
    const { renders, clock } = this.#parts;
    await renders.askRemux(recordingId, clock.nowMs());
    this.#failed.delete(recordingId);
    this.#add(recordingId);
  }

  /** The same of a recording that is over, where it is all that there will be of it: once. */
  async owe(recordingId: string): Promise<void> {
    const { renders, clock } = this.#parts;
    if (!this.#isDue(recordingId) || (await renders.files(recordingId)).length > 0) return;
    await renders.askRemux(recordingId, clock.nowMs());
    this.#add(recordingId);
  }

  /** What is wanted and not done is taken up. */
  async resume(): Promise<void> {
    for (const id of await this.#parts.renders.remuxesAsked()) if (this.#isDue(id)) this.#add(id);
  }

  /** Nothing of it runs any more when this resolves. */
  async stop(recordingId: string): Promise<void> {
    this.#waiting.delete(recordingId);
    this.#failed.delete(recordingId);
    if (this.#running?.recordingId === recordingId) await this.#abort(this.#running);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#running !== undefined) await this.#abort(this.#running);
    await this.#parts.containers.close();
  }

  async #abort({ abort, ended }: RunningRemux): Promise<void> {
    abort.abort();
    await ended;
  }

  #isDue(recordingId: string): boolean {
    return (this.#failed.get(recordingId)?.againAtMs ?? 0) <= this.#parts.clock.nowMs();
  }

  #add(recordingId: string): void {
    if (this.#running?.recordingId === recordingId) return;
    this.#waiting.add(recordingId);
    this.#next();
  }

  #next(): void {
    const [recordingId] = this.#waiting;
    if (this.#running !== undefined || this.#isClosed || recordingId === undefined) return;
    this.#waiting.delete(recordingId);
    const abort = new AbortController();
    const ended = this.#remux(recordingId, abort.signal).finally(() => {
      this.#running = undefined;
      this.#next();
    });
    this.#running = { recordingId, abort, ended };
  }

  /** Never rejects. What does not succeed is tried again later, in ever longer steps. */
  async #remux(recordingId: string, signal: AbortSignal): Promise<void> {
    const { clock, logger, renders } = this.#parts;
    const tries = (this.#failed.get(recordingId)?.tries ?? 0) + 1;
    try {
      const files = await this.#tryOnce(recordingId, signal);
      if (files === undefined) return;
      await renders.remuxed(recordingId);
      this.#failed.delete(recordingId);
      // Nothing in it can be read, and that will stay so.
      if (files === 0) this.#failed.set(recordingId, { tries, againAtMs: Number.POSITIVE_INFINITY });
    } catch (err) {
      if (signal.aborted) return;
      this.#failed.set(recordingId, { tries, againAtMs: clock.nowMs() + retryAfterMs(tries) });
      logger.warn({ recordingId, err }, 'A recording could not be put together');
    }
  }

  /** How many files there are; undefined = there is nothing (any more) to make them of. */
  async #tryOnce(recordingId: string, signal: AbortSignal): Promise<number | undefined> {
    const { recordings, chunks } = this.#parts;
    const recording = await recordings.byId(recordingId);
    if (recording === undefined || recording.state !== 'ended' || recording.chunks_cleared_at !== null)
      return undefined;
    const ordered = rowsInOrder(await chunks.of(recordingId), false);
    return remuxFiles(this.#parts, {
      recordingId,
      chunks: ordered,
      folderName: `remux-${this.#folders++}`,
      signal,
    });
  }
}
