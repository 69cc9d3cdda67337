/** One signalling socket's life: the first call must be `join`, soon, and until then hardly anything is read; then it has a seat. */
import { type Language, VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { CheckedCall } from '@veche/rpc/checked-call.ts';
import { FrameBudget, strangersRates } from '@veche/rpc/frame-budget.ts';
import type { Wire } from '@veche/rpc/outgoing.ts';
import { closeCodes, RpcSocket } from '@veche/rpc/rpc-socket.ts';
import type { WebSocket } from 'ws';
import type { SignallingLine } from './seating.ts';
import { checkSignallingCall, type SignallingCall, type SignallingMethods } from './signalling-contract.ts';

/** A place in a conference, once joined. */
export interface Seat {
  /** What the participant's frames may cost, over all their sockets. */
  readonly budget: FrameBudget;
  /** Rejects with a VecheError when the call cannot be done. */
  call(call: SignallingCall): Promise<unknown>;
  lost(leavingPage: boolean): void;
}

export interface SignallingSessionNeeds {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `answer` is called with the result before anything else is sent on the line. Rejects with a VecheError. */
  join(
    params: MethodParams<'join'>,
    line: SignallingLine,
    answer: (result: MethodResult<'join'>) => void,
  ): Promise<Seat>;
  onClosed(): void;
}

export class SignallingSession {
  readonly #socket: RpcSocket<SignallingMethods>;
  readonly #needs: SignallingSessionNeeds;
  readonly #joinDeadline: NodeJS.Timeout;
  #seat: Seat | undefined;
  #isJoining = false;

  constructor(socket: WebSocket, wire: Wire, language: Language, needs: SignallingSessionNeeds) {
    const { clock, logger } = needs;
    this.#needs = needs;
    this.#socket = new RpcSocket(socket, wire, language, {
      clock,
      logger,
      checkCall: checkSignallingCall,
      budget: new FrameBudget(strangersRates, clock.nowMs()),
      bufferedMaxBytes: limits.signallingBufferedMaxBytes,
      call: (call, answer) => this.#call(call, answer),
      onClosed: (leavingPage) => this.#onClosed(leavingPage),
    });
    this.#joinDeadline = setTimeout(
      () => this.#socket.close(closeCodes.garbage, 'nobody joined'),
      limits.signallingJoinTimeoutMs,
    );
  }

  /** Resolves when the socket itself is gone. */
  get closed(): Promise<void> {
    return this.#socket.closed;
  }

  /** The client is to come back with the same token. */
  restart(): void {
    this.#socket.restart();
  }

  async #call(call: CheckedCall<SignallingMethods>, answer: (result: unknown) => void): Promise<void> {
    if (call.method === 'join') await this.#join(call.params, answer);
    else if (this.#seat === undefined) throw new VecheError('not_joined');
    else answer(await this.#seat.call(call));
  }

  async #join(params: MethodParams<'join'>, answer: (result: unknown) => void): Promise<void> {
    if (this.#isJoining) throw new VecheError('invalid_request');
    this.#isJoining = true;
    try {
      const seat = await this.#needs.join(params, this.#socket, answer);
      this.#seat = seat;
      this.#socket.budget = seat.budget;
      clearTimeout(this.#joinDeadline);
      if (!this.#socket.isOpen) seat.lost(false);
    } catch (error) {
      this.#isJoining = false;
      throw error;
    }
  }

  #onClosed(leavingPage: boolean): void {
    clearTimeout(this.#joinDeadline);
    this.#seat?.lost(leavingPage);
    this.#needs.onClosed();
  }
}
