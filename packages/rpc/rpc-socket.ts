/**
 * JSON-RPC 2.0 over one WebSocket, the server's side: reads frames, checks them, answers each request once, and bounds everything that the
 * other side could make grow.
 */
import { errorBody, type Language, VecheError } from '@veche/contracts/errors.ts';
import { parseRpc, type RpcRequest, rpcError, rpcNotification, rpcResult } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { RawData, WebSocket } from 'ws';
import type { CheckCall, CheckedCall, RpcMethods } from './checked-call.ts';
import type { FrameBudget } from './frame-budget.ts';
import { Outgoing, type Wire } from './outgoing.ts';
import { ReadingPace } from './reading-pace.ts';
import { type TextFrame, textFrame } from './text-frame.ts';

/** A participant's socket, as its conference uses it. */
export interface Line<Reason extends string = string> {
  /** false: nothing that is sent would be heard any more. */
  readonly isOpen: boolean;
  /** As a frame where many hear the same, so that it is built once. */
  send(message: string | TextFrame): void;
  /** Says why, then closes. */
  end(reason: Reason): void;
  /** Closes without a word that a person would see: a newer socket of the same client has the place. */
  giveWay(): void;
}

export interface RpcSocketNeeds<Methods extends RpcMethods> {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly checkCall: CheckCall<Methods>;
  /** What frames may cost at first. */
  readonly budget: FrameBudget;
  /** Written but not yet taken by the network; who has more is closed. */
  readonly bufferedMaxBytes: number;
  /** What is answered counts as much as what is asked: for calls whose answers can be far larger. */
  readonly answersCost?: boolean;
  /** Carries out the call and gives its result to `answer`, or rejects with a VecheError. */
  call(call: CheckedCall<Methods>, answer: (result: unknown) => void): Promise<void>;
  /** Nothing is heard or said any more. Called once. */
  onClosed(leavingPage: boolean): void;
}

/** WebSocket close codes (RFC 6455 section 7.4.1); 4000 and up are ours, with the number of the HTTP status that says the same. */
export const closeCodes = {
  done: 1_000,
  leavingPage: 1_001,
  garbage: 1_008,
  tooLarge: 1_009,
  restart: 1_012,
  unknown: 4_001,
  tooSlow: 4_008,
  superseded: 4_009,
  tooMany: 4_029,
} as const;

export class RpcSocket<Methods extends RpcMethods> implements Line {
  readonly #socket: WebSocket;
  readonly #language: Language;
  readonly #needs: RpcSocketNeeds<Methods>;
  readonly #outgoing: Outgoing;
  readonly #pace: ReadingPace;
  readonly #ping: NodeJS.Timeout;
  /** Resolves when the socket itself is gone. */
  readonly closed: Promise<void>;
  /** May be replaced when it is known who speaks. */
  budget: FrameBudget;
  #heardAtMs: number;
  #isClosed = false;

  constructor(socket: WebSocket, wire: Wire, language: Language, needs: RpcSocketNeeds<Methods>) {
    invariant(socket.extensions === '', 'Frames are built here, and not compressed');
    this.#socket = socket;
    this.#outgoing = new Outgoing(socket, wire);
    this.#language = language;
    this.#needs = needs;
    this.#pace = new ReadingPace(socket);
    this.#heardAtMs = needs.clock.nowMs();
    this.budget = needs.budget;
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    // Counted like any other frame: ws answers each ping.
    socket.on('ping', (data) => this.#admit(data.length));
    socket.on('pong', (data) => this.#admit(data.length));
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => {
        this.#onClose(code);
        resolve();
      });
    });
    socket.on('error', (error) => needs.logger.debug({ error: error.message }, 'A socket broke'));
    this.#ping = setInterval(() => this.#onPingDue(), limits.signallingPingIntervalMs);
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#socket.readyState === this.#socket.OPEN;
  }

  send(message: string | TextFrame): void {
    if (!this.isOpen) return;
    const { bufferedBytes } = this.#outgoing;
    if (bufferedBytes > this.#needs.bufferedMaxBytes) {
      this.#needs.logger.info({ bufferedBytes }, 'A socket does not keep up and is closed');
      this.close(closeCodes.tooSlow, 'too slow');
      return;
    }
    this.#outgoing.add(typeof message === 'string' ? textFrame(message) : message);
  }

  end(reason: string): void {
    this.send(rpcNotification('ended', { reason }));
    this.close(closeCodes.done, reason);
  }

  giveWay(): void {
    this.close(closeCodes.superseded, 'a newer socket has the place');
  }

  /** The client is to come back as it came. */
  restart(): void {
    this.close(closeCodes.restart, 'restarting');
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#outgoing.flush();
    this.#socket.close(code, reason);
    // Nothing more is heard or said.
    this.#pace.handleClosing();
    this.#finish(false);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    // One Buffer: ws is left at its default binaryType.
    const bytes = data as Buffer;
    const verdict = this.#admit(bytes.length);
    if (verdict === 'closed') return;
    const frame = isBinary ? undefined : parseRpc(bytes.toString('utf8'));
    if (frame === undefined || frame.kind === 'malformed') {
      this.close(closeCodes.garbage, 'not a frame of this protocol');
      return;
    }
    // Nothing is asked of clients, so results and notifications mean nothing here.
    if (frame.kind !== 'request') return;
    if (verdict === 'pass') void this.#answer(frame.request);
    else this.#refuse(frame.request.id, new VecheError('too_many_requests', { retryAfterSeconds: 1 }));
  }

  /** Counts a frame of any kind. */
  #admit(bytes: number): 'pass' | 'refuse' | 'closed' {
    if (this.#isClosed) {
      this.#pace.handleSendingOn();
      return 'closed';
    }
    this.#heardAtMs = this.#needs.clock.nowMs();
    const verdict = this.budget.take(bytes, this.#heardAtMs);
    switch (verdict.name) {
      case 'tooLarge':
        this.close(closeCodes.tooLarge, 'too large');
        return 'closed';
      case 'tooMany':
        this.#needs.logger.info({}, 'A socket floods and is closed');
        this.close(closeCodes.tooMany, 'too many frames');
        return 'closed';
      default:
        if (verdict.pauseMs > 0) this.#pace.pauseFor(verdict.pauseMs);
        return verdict.name;
    }
  }

  async #answer({ id, method, params }: RpcRequest): Promise<void> {
    try {
      const call = this.#needs.checkCall(method, params);
      if (call === undefined) throw new VecheError('invalid_request');
      await this.#needs.call(call, (result) => this.#answerWith(rpcResult(id, result)));
    } catch (error) {
      if (error instanceof VecheError) {
        this.#refuse(id, error);
        return;
      }
      this.#needs.logger.error(
        { error: error instanceof Error ? error.stack : String(error), method },
        'A call met a bug',
      );
      this.#refuse(id, new VecheError('internal'));
    }
  }

  #answerWith(frame: string): void {
    this.send(frame);
    if (this.#needs.answersCost !== true || this.#isClosed) return;
    const pauseMs = this.budget.charge(frame.length, this.#needs.clock.nowMs());
    if (pauseMs > 0) this.#pace.pauseFor(pauseMs);
  }

  #refuse(id: number, error: VecheError): void {
    this.send(rpcError(id, errorBody(error, this.#language)));
  }

  #onPingDue(): void {
    const nowMs = this.#needs.clock.nowMs();
    if (nowMs - this.#heardAtMs > limits.signallingIdleTimeoutMs) {
      this.#socket.terminate();
      return;
    }
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  #onClose(code: number): void {
    this.#pace.handleGone();
    this.#finish(code === closeCodes.leavingPage);
  }

  #finish(leavingPage: boolean): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#ping);
    this.#needs.onClosed(leavingPage);
  }
}
