/** The sealing thread as the rest of the program sees it. Started with the first spool file; one that dies is started again with the next. */
import { Worker } from 'node:worker_threads';
import type { SealedChunk } from './seal-chunk.ts';
import type { SealAnswer, SealRequest } from './sealer-protocol.ts';

/** `code` is the system's, as in ENOENT. Without one the same would happen again, unless the thread itself was lost. */
export class SealingFailed extends Error {
  readonly code: string | undefined;
  readonly isThreadLost: boolean;

  constructor(message: string, { code, isThreadLost = false }: { code?: string | undefined; isThreadLost?: boolean }) {
    super(message);
    this.code = code;
    this.isThreadLost = isThreadLost;
  }
}

interface Waiting {
  resolve(sealed: SealedChunk | undefined): void;
  reject(error: Error): void;
}

export class Sealer {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastRequestId = 0;

  /** Undefined = there is nothing of use in it. Rejects with `SealingFailed`. */
  seal(path: string): Promise<SealedChunk | undefined> {
    this.#lastRequestId += 1;
    const requestId = this.#lastRequestId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      this.#started().postMessage({ requestId, path } satisfies SealRequest);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#fail('The server is closing');
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./sealer-thread-main.ts', import.meta.url));
    worker.on('message', (answer: SealAnswer) => this.#hear(answer));
    worker.on('error', (error) => this.#lose(worker, String(error)));
    worker.on('exit', () => this.#lose(worker, 'The sealing thread ended'));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #hear(answer: SealAnswer): void {
    const waiting = this.#waiting.get(answer.requestId);
    this.#waiting.delete(answer.requestId);
    if ('sealed' in answer) waiting?.resolve(answer.sealed);
    else waiting?.reject(new SealingFailed(answer.error, { code: answer.code }));
  }

  #lose(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#fail(reason);
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new SealingFailed(reason, { isThreadLost: true }));
    this.#waiting.clear();
  }
}
