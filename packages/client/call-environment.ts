/** What a call needs of the world it runs in, handed in, so that browsers, Node and tests each bring their own. */

export interface SocketLike {
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: SocketEvent) => void): void;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketEvent {
  /** A `message` event's payload. */
  readonly data?: unknown;
}

/** Whatever the environment's setTimeout answers; only handed back to its clearTimeout. */
export type TimerHandle = unknown;

export interface CallEnvironment {
  readonly WebSocket: new (url: string) => SocketLike;
  /** mediasoup-client's handler, where it cannot be told from the browser: `Chrome111` in Node. */
  readonly handlerName?: 'Chrome111';
  nowMs(): number;
  /** Uniform in [0, 1). */
  random01(): number;
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
  /** Calls `listener` whenever the machine's network has come back or changed; answers how to stop listening. */
  onNetworkChange?(listener: () => void): () => void;
}
