/**
 * How fast a signalling socket is read: more slowly while its sender is over the budget, and no longer once it was closed here and the sender
 * goes on. A socket that was closed is gone within a bounded time, whatever the other side does.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { WebSocket } from 'ws';

/** For a peer that sends on instead of closing its side: long enough for the close code to arrive. */
const sendingOnMaxMs = 1_000;

export class ReadingPace {
  readonly #socket: WebSocket;
  #pause: NodeJS.Timeout | undefined;
  #cutOff: NodeJS.Timeout | undefined;
  #hasStopped = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** The network holds the rest back, and in the end whoever sends it. */
  pauseFor(delayMs: number): void {
    if (this.#pause !== undefined) return;
    this.#socket.pause();
    this.#pause = setTimeout(() => this.#goOn(), delayMs);
  }

  /** The socket was closed here: only the other side's part of the closing is waited for. */
  handleClosing(): void {
    this.#goOn();
    this.#cutOffAfter(limits.signallingCloseTimeoutMs);
  }

  /** Something else came instead of it. */
  handleSendingOn(): void {
    if (this.#hasStopped) return;
    this.#hasStopped = true;
    this.#socket.pause();
    this.#cutOffAfter(sendingOnMaxMs);
  }

  /** The socket is no more. */
  handleGone(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#cutOff);
  }

  #goOn(): void {
    if (this.#pause === undefined) return;
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.#socket.resume();
  }

  #cutOffAfter(delayMs: number): void {
    clearTimeout(this.#cutOff);
    this.#cutOff = setTimeout(() => this.#socket.terminate(), delayMs);
  }
}
