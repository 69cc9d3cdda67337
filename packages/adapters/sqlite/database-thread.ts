/**
 * A SQLite file on a thread of its own: whoever writes waits for the disk, and the event loop goes on. One call is one
 * transaction, on disk when it resolves; calls are carried out in the order in which they were made.
 */
import { Worker } from 'node:worker_threads';
import { invariant } from '@veche/kernel/invariant.ts';
import type { DatabaseAnswer, DatabaseCall, DatabaseRow, SqlValue, Write } from './database-protocol.ts';

export type { DatabaseRow, SqlValue, Write } from './database-protocol.ts';

export interface DatabaseThreadOptions {
  readonly file: string;
  /** Statements without parameters that may be run at every start. */
  readonly schema: string;
  /** No other program may open the file while this one has it. */
  readonly exclusive: boolean;
}

/** BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL. */
const passing: ReadonlySet<number> = new Set([5, 6, 7, 8, 9, 10, 13, 14, 15]);

/** The database refused; `errcode` is SQLite's. */
export class DatabaseRefused extends Error {
  readonly errcode: number;

  constructor(message: string, errcode: number) {
    super(message);
    this.errcode = errcode;
  }

  /** Nothing is wrong with what was asked: the disk, the file or memory is not there at the moment. */
  get isPassing(): boolean {
    return passing.has(this.errcode & 0xff);
  }

  /** SQLITE_BUSY, in whichever of its extended forms: another program has the file. */
  get isHeld(): boolean {
    return (this.errcode & 0xff) === 5;
  }
}

interface Waiting {
  resolve(rows: readonly DatabaseRow[]): void;
  reject(error: Error): void;
}

export class DatabaseThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #exited: Promise<void>;
  #isClosed = false;

  /** Rejects with `DatabaseRefused` when the file can't be opened. */
  static async open(options: DatabaseThreadOptions): Promise<DatabaseThread> {
    const thread = new DatabaseThread(options);
    try {
      await thread.read('select 1', []);
    } catch (error) {
      await thread.close();
      throw error;
    }
    return thread;
  }

  private constructor(options: DatabaseThreadOptions) {
    // What it does not catch comes up here as an uncaught exception: a program whose database is gone ends.
    this.#worker = new Worker(new URL('./database-thread-main.ts', import.meta.url), {
      workerData: options,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    this.#worker.on('message', (answer: DatabaseAnswer) => this.#take(answer));
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  /** All of them or none. */
  async write(writes: readonly Write[]): Promise<void> {
    await this.#call({ kind: 'write', writes });
  }

  read(sql: string, values: readonly SqlValue[]): Promise<readonly DatabaseRow[]> {
    return this.#call({ kind: 'read', sql, values });
  }

  /** What was called before is carried out. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#worker.postMessage({ kind: 'close' } satisfies DatabaseCall);
    }
    await this.#exited;
  }

  #call(call: DatabaseCall): Promise<readonly DatabaseRow[]> {
    if (this.#isClosed) return Promise.reject(new DatabaseRefused('The database is closed', 21));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(call);
    });
  }

  #take(answer: DatabaseAnswer): void {
    const waiting = this.#waiting.shift();
    invariant(waiting !== undefined, 'The database answered what nobody asked');
    if ('rows' in answer) waiting.resolve(answer.rows);
    else waiting.reject(new DatabaseRefused(answer.message, answer.errcode));
  }
}
