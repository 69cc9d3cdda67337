/**
 * Asks the container thread, which is started when it is needed and ended when it was not needed for a while. Should a file bring it down or hold it
 * up, only the questions that it had are answered with a failure; the next one starts it anew.
 */
import { Worker } from 'node:worker_threads';
import { limits } from '@veche/contracts/limits.ts';
import type { ChunkContainer } from '@veche/contracts/recording/recorded-chunk.ts';
import type { ContainerAnswer, ContainerOrder } from './container-protocol.ts';
import type { WebmPiece } from './remux-webm.ts';

const idleMs = 30_000;

/** The thread could not do it, for what it was given or for its own sake. */
export class ContainerFailed extends Error {}

export class ContainerThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<number, (answer: ContainerAnswer) => void>();
  #nextId = 0;

  /** Undefined: it has none that can be read. Rejects with `ContainerFailed`. */
  async soundOf(bytes: Uint8Array, container: ChunkContainer): Promise<readonly Uint8Array[] | undefined> {
    const answer = await this.#ask({ type: 'sound', bytes, container }, limits.renderDeadlineMs);
    if (answer.type !== 'sound') throw new ContainerFailed(reasonOf(answer));
    return answer.packets;
  }

  /** Answers how many of the pieces are in it. Rejects with `ContainerFailed`; nothing is written any more then. Aborting it ends the thread. */
  async remuxWebm(pieces: readonly WebmPiece[], outPath: string, signal: AbortSignal): Promise<number> {
    if (signal.aborted) throw new ContainerFailed('It was stopped before it began');
    const stop = () => void this.#end('it was stopped');
    signal.addEventListener('abort', stop);
    const answer = await this.#ask({ type: 'remux', pieces, outPath }, limits.remuxDeadlineMs);
    signal.removeEventListener('abort', stop);
    if (answer.type !== 'remuxed') throw new ContainerFailed(reasonOf(answer));
    return answer.pieces;
  }

  async close(): Promise<void> {
    await this.#end('it was closed');
  }

  async #ask(order: ContainerOrder, deadlineMs: number): Promise<ContainerAnswer> {
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    let patience: NodeJS.Timeout | undefined;
    const answer = await new Promise<ContainerAnswer>((resolve) => {
      this.#waiting.set(id, resolve);
      patience = setTimeout(() => void this.#end('it took too long'), deadlineMs);
      worker.postMessage({ id, order });
    });
    clearTimeout(patience);
    if (this.#waiting.size === 0) this.#idle = setTimeout(() => void this.#end('it was idle'), idleMs).unref();
    return answer;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./container-thread-main.ts', import.meta.url), { execArgv: ['--no-warnings'] });
    worker.on('message', ({ id, answer }: { id: number; answer: ContainerAnswer }) => {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
    const gone = (reason: string) => {
      if (this.#worker === worker) void this.#end(reason);
    };
    worker.on('error', (error) => gone(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => gone('it ended'));
    return worker;
  }

  async #end(reason: string): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    await worker?.terminate();
    for (const resolve of waiting) resolve({ type: 'failed', reason });
  }
}

function reasonOf(answer: ContainerAnswer): string {
  return `The container thread failed: ${answer.type === 'failed' ? answer.reason : 'it answered something else'}`;
}
