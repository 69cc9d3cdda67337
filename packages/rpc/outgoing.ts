/**
 * What a socket is told within one turn of the event loop leaves in one write: the price of a write is the call itself, hardly the bytes. Nothing
 * waits for longer than that turn, and much does not wait.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { WebSocket } from 'ws';
import type { TextFrame } from './text-frame.ts';

/** What a WebSocket runs over, as its server's upgrade got it: whole frames may be written to it beside the WebSocket's own. */
export interface Wire {
  /** Not taken by the network yet. */
  readonly writableLength: number;
  write(bytes: Uint8Array): unknown;
}

export class Outgoing {
  readonly #socket: WebSocket;
  readonly #wire: Wire;
  #frames: TextFrame[] = [];
  #bytes = 0;

  constructor(socket: WebSocket, wire: Wire) {
    this.#socket = socket;
    this.#wire = wire;
  }

  /** Not taken by the network yet. */
  get bufferedBytes(): number {
    return this.#bytes + this.#wire.writableLength;
  }

  add(frame: TextFrame): void {
    if (this.#frames.length === 0) flushAtEndOfTurn(this);
    this.#frames.push(frame);
    this.#bytes += frame.length;
    if (this.#bytes >= limits.socketGatheredMaxBytes) this.flush();
  }

  flush(): void {
    const frames = this.#frames;
    const [first] = frames;
    if (first === undefined) return;
    // The other side may have closed in this turn; nothing may follow its answer.
    if (this.#socket.readyState === this.#socket.OPEN) {
      this.#wire.write(frames.length === 1 ? first : Buffer.concat(frames, this.#bytes));
    }
    this.#frames = [];
    this.#bytes = 0;
  }
}

let waiting: Outgoing[] = [];

/** One entry in the loop for all sockets, however many hear something in this turn. */
function flushAtEndOfTurn(outgoing: Outgoing): void {
  if (waiting.length === 0) setImmediate(flushAll);
  waiting.push(outgoing);
}

function flushAll(): void {
  const turn = waiting;
  waiting = [];
  for (const outgoing of turn) outgoing.flush();
}
