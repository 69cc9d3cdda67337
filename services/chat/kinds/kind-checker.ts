/**
 * `checkContent` on a thread of its own. A file is a stranger's, and a hostile one can make its check last: on the loop that answers signalling
 * that would be everybody's time. The thread is there from the first file on.
 */
import { Worker } from 'node:worker_threads';
import { VecheError } from '@veche/contracts/errors.ts';
import type { CheckOptions, FileKind } from './check-content.ts';
import type { FromChecker, ToChecker } from './checker-protocol.ts';
import type { FileContent } from './file-content.ts';

interface Check {
  readonly content: FileContent;
  resolve(kind: FileKind): void;
  reject(error: Error): void;
}

/** A directory of 65,535 entries fits many times. */
const heapMb = 256;

export class KindChecker {
  readonly #checks = new Map<number, Check>();
  #worker: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  /** One after another, in the order of the calls. Throws what `checkContent` and `content` throw, and `shutting_down` once it is closed. */
  check(name: string, content: FileContent, { allowExecutables }: CheckOptions): Promise<FileKind> {
    if (this.#isClosed) return Promise.reject(new VecheError('shutting_down'));
    this.#lastId += 1;
    const checkId = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#checks.set(checkId, { content, resolve, reject });
      this.#tell({ type: 'check', checkId, name, sizeBytes: content.sizeBytes, allowExecutables });
    });
  }

  /** What is being checked and what waits is rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #tell(message: ToChecker): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./checker-thread.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    worker.on('message', (message: FromChecker) => this.#hear(message));
    // Told by `exit` too, which comes after it.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      const end = this.#isClosed
        ? new VecheError('shutting_down')
        : new Error('The thread that checks files has ended');
      for (const { reject } of this.#checks.values()) reject(end);
      this.#checks.clear();
    });
    return worker;
  }

  #hear(message: FromChecker): void {
    const check = this.#checks.get(message.checkId);
    if (check === undefined) return;
    if (message.type === 'read') {
      void this.#read(check.content, message);
      return;
    }
    this.#checks.delete(message.checkId);
    if (message.type === 'fine') check.resolve(message.kind);
    else if (message.type === 'refused') check.reject(new VecheError(message.code));
    else check.reject(new Error(message.words));
  }

  async #read(
    content: FileContent,
    { checkId, readId, firstByte, length }: Extract<FromChecker, { type: 'read' }>,
  ): Promise<void> {
    const bytes = await content.read(firstByte, length).catch((error: Error) => {
      this.#checks.get(checkId)?.reject(error);
      this.#checks.delete(checkId);
      return undefined;
    });
    // A thread that has ended meanwhile has told so.
    this.#worker?.postMessage({ type: 'bytes', readId, bytes } satisfies ToChecker);
  }
}
