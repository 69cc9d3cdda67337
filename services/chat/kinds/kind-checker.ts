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

  /** One after another, in the order of the calls. Throws what `checkContent` throws. */
  check(name: string, content: FileContent, { allowExecutables }: CheckOptions): Promise<FileKind> {
    this.#lastId += 1;
    const checkId = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#checks.set(checkId, { content, resolve, reject });
      this.#tell({ type: 'check', checkId, name, sizeBytes: content.sizeBytes, allowExecutables });
    });
  }

  /** What is being checked and what waits is rejected. */
  async close(): Promise<void> {
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
      for (const { reject } of this.#checks.values()) reject(new Error('The thread that checks files has ended'));
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

  async #read(content: FileContent, { readId, firstByte, length }: Extract<FromChecker, { type: 'read' }>) {
    const bytes = await content.read(firstByte, length).catch(() => undefined);
    this.#tell({ type: 'bytes', readId, bytes });
  }
}
