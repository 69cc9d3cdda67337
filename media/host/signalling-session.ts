/**
 * One signalling socket: reads frames, checks them, answers each request once, and bounds everything that the other side could make grow.
 * The first call must be `join`, soon; until then hardly anything is read.
 */
import { type ErrorCode, errorBody, type Language, VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import {
  parseRpc,
  type RpcRequest,
  rpcError,
  rpcNotification,
  rpcResult,
} from '@veche/contracts/signalling/json-rpc.ts';
import type { MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { NotificationParams } from '@veche/contracts/signalling/notifications.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { RawData, WebSocket } from 'ws';
import { type CheckedCall, checkCall } from './call-parameters.ts';
import { FrameBudget } from './frame-budget.ts';
import { ReadingPace } from './reading-pace.ts';
import type { Line } from './seating.ts';

/** A place in a conference, once joined. */
export interface Seat {
  /** What the participant's frames may cost, over all their sockets. */
  readonly budget: FrameBudget;
  /** Rejects with a VecheError when the call cannot be done. */
  call(call: Exclude<CheckedCall, { method: 'join' }>): Promise<unknown>;
  lost(leavingPage: boolean): void;
}

export interface SignallingSessionNeeds {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `answer` is called with the result before anything else is sent on the line. Rejects with a VecheError. */
  join(params: MethodParams<'join'>, line: Line, answer: (result: MethodResult<'join'>) => void): Promise<Seat>;
  onClosed(): void;
}

/** WebSocket close codes (RFC 6455 section 7.4.1); 4000 and up are ours, with the number of the HTTP status that says the same. */
const closeCodes = {
  done: 1_000,
  leavingPage: 1_001,
  garbage: 1_008,
  tooLarge: 1_009,
  restart: 1_012,
  tooSlow: 4_008,
  superseded: 4_009,
  tooMany: 4_029,
} as const;

export class SignallingSession implements Line {
  readonly #socket: WebSocket;
  readonly #language: Language;
  readonly #needs: SignallingSessionNeeds;
  readonly #pace: ReadingPace;
  readonly #ping: NodeJS.Timeout;
  readonly #joinDeadline: NodeJS.Timeout;
  /** Resolves when the socket itself is gone. */
  readonly closed: Promise<void>;
  #budget: FrameBudget;
  #heardAtMs: number;
  #seat: Seat | undefined;
  #isJoining = false;
  #isClosed = false;

  constructor(socket: WebSocket, language: Language, needs: SignallingSessionNeeds) {
    this.#socket = socket;
    this.#language = language;
    this.#needs = needs;
    this.#pace = new ReadingPace(socket);
    this.#heardAtMs = needs.clock.nowMs();
    this.#budget = FrameBudget.ofAStranger(this.#heardAtMs);
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
    socket.on('error', (error) => needs.logger.debug({ error: error.message }, 'A signalling socket broke'));
    this.#ping = setInterval(() => this.#onPingDue(), limits.signallingPingIntervalMs);
    this.#joinDeadline = setTimeout(
      () => this.#close(closeCodes.garbage, 'nobody joined'),
      limits.signallingJoinTimeoutMs,
    );
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#socket.readyState === this.#socket.OPEN;
  }

  send(frame: string): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > limits.signallingBufferedMaxBytes) {
      this.#needs.logger.info(
        { bufferedBytes: this.#socket.bufferedAmount },
        'A signalling socket does not keep up and is closed',
      );
      this.#close(closeCodes.tooSlow, 'too slow');
      return;
    }
    this.#socket.send(frame);
  }

  end(reason: NotificationParams<'ended'>['reason']): void {
    this.send(rpcNotification('ended', { reason }));
    this.#close(closeCodes.done, reason);
  }

  giveWay(): void {
    this.#close(closeCodes.superseded, 'a newer socket has the place');
  }

  /** The client is to come back with the same token. */
  restart(): void {
    this.#close(closeCodes.restart, 'restarting');
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    // One Buffer: ws is left at its default binaryType.
    const bytes = data as Buffer;
    const verdict = this.#admit(bytes.length);
    if (verdict === 'closed') return;
    const frame = isBinary ? undefined : parseRpc(bytes.toString('utf8'));
    if (frame === undefined || frame.kind === 'malformed') {
      this.#close(closeCodes.garbage, 'not a signalling frame');
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
    const verdict = this.#budget.take(bytes, this.#heardAtMs);
    switch (verdict.name) {
      case 'tooLarge':
        this.#close(closeCodes.tooLarge, 'too large');
        return 'closed';
      case 'tooMany':
        this.#needs.logger.info({ hasJoined: this.#seat !== undefined }, 'A signalling socket floods and is closed');
        this.#close(closeCodes.tooMany, 'too many frames');
        return 'closed';
      default:
        if (verdict.pauseMs > 0) this.#pace.pauseFor(verdict.pauseMs);
        return verdict.name;
    }
  }

  async #answer({ id, method, params }: RpcRequest): Promise<void> {
    try {
      const call = checkCall(method, params);
      if (call === undefined) throw new VecheError('invalid_request');
      if (call.method === 'join') await this.#join(id, call.params);
      else if (this.#seat === undefined) throw new VecheError('not_joined');
      else {
        const seat = this.#seat;
        const result = await seat.call(call);
        this.send(rpcResult(id, result));
      }
    } catch (error) {
      if (error instanceof VecheError) {
        this.#refuse(id, error);
        return;
      }
      this.#needs.logger.error(
        { error: error instanceof Error ? error.stack : String(error), method },
        'A signalling call met a bug',
      );
      this.#refuse(id, new VecheError('internal' satisfies ErrorCode));
    }
  }

  async #join(id: number, params: MethodParams<'join'>): Promise<void> {
    if (this.#isJoining) throw new VecheError('invalid_request');
    this.#isJoining = true;
    try {
      const seat = await this.#needs.join(params, this, (result) => this.send(rpcResult(id, result)));
      this.#seat = seat;
      this.#budget = seat.budget;
      clearTimeout(this.#joinDeadline);
      if (this.#isClosed) seat.lost(false);
    } catch (error) {
      this.#isJoining = false;
      throw error;
    }
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

  #close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#socket.close(code, reason);
    // Nothing more is heard or said.
    this.#pace.handleClosing();
    this.#finish(false);
  }

  #onClose(code: number): void {
    this.#pace.handleGone();
    this.#finish(code === closeCodes.leavingPage);
  }

  #finish(leavingPage: boolean): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#ping);
    clearTimeout(this.#joinDeadline);
    this.#seat?.lost(leavingPage);
    this.#needs.onClosed();
  }
}
