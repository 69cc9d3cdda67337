/** One process of the measurement, seen from the parent. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromChild, ToChild } from './protocol.ts';

export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, execArgv: readonly string[] = []) {
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [...execArgv] });
  }

  tell(message: ToChild): void {
    this.#process.send(message);
  }

  /** Sends a message and waits for what comes back. */
  ask<T extends FromChild['type']>(message: ToChild, type: T): Promise<Extract<FromChild, { type: T }>> {
    return new Promise((resolve, reject) => {
      const exited = (code: number | null) => reject(new Error(`A process of the measurement ended with ${code}`));
      this.#process.once('exit', exited);
      this.#process.once('message', (answer) => {
        this.#process.removeListener('exit', exited);
        const told = answer as FromChild;
        if (told.type === type) resolve(told as Extract<FromChild, { type: T }>);
        else reject(new Error(`Expected ${type}, got ${told.type}`));
      });
      this.tell(message);
    });
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.disconnect();
    await exited;
  }
}
