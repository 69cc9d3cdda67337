/**
 * JSON-RPC over one WebSocket that is opened again, with growing delays, until it is told to close. Requests die with the socket that
 * carried them; what must survive is told again after the next `opened`.
 */
import { parseRpc, type RpcIncoming, rpcRequest } from '@veche/contracts/json-rpc.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { CallEnvironment, SocketLike, TimerHandle } from './call-environment.ts';
import { type CallFailure, callFailureFromRpc, connectionLost } from './call-error.ts';

/** What may be asked, by method, and what the server tells by itself. */
export interface RpcTypes {
  readonly methods: Readonly<Record<string, { readonly params: unknown; readonly result: unknown }>>;
  readonly notification: { readonly method: string; readonly params: unknown };
}

export interface Protocol {
  /** By name; others are passed over. */
  readonly notifications: object;
  /** May be asked on a fresh socket, before it is `settled`. */
  readonly greeting?: string;
}

export interface SocketEvents<Types extends RpcTypes> {
  /** A fresh socket stands; nothing but the greeting may be asked on it until `settled` was called. */
  opened: undefined;
  /** The socket is gone, or could not be opened; another try follows by itself. */
  cut: undefined;
  notification: Types['notification'];
}

/** How the rest of the client asks the server: rejects with a CallFailure, `connection_lost` when no answer came. */
export type AskOf<Types extends RpcTypes> = <Name extends keyof Types['methods'] & string>(
  method: Name,
  params: Types['methods'][Name]['params'],
) => Promise<Types['methods'][Name]['result']>;

interface Pending {
  resolve(result: never): void;
  reject(failure: CallFailure): void;
  timer: TimerHandle;
}

type State =
  | { name: 'idle' }
  | { name: 'opening'; socket: SocketLike; timer: TimerHandle }
  | { name: 'open'; socket: SocketLike; isSettled: boolean }
  | { name: 'waiting'; timer: TimerHandle }
  | { name: 'closed' };

const openTimeoutMs = 10_000;
const requestTimeoutMs = 10_000;
const silenceAfterChangeMs = 3_000;
const firstRetryMs = 250;
const lastRetryMs = 3_000;

export class ReconnectingSocket<Types extends RpcTypes> {
  readonly events = new Emitter<SocketEvents<Types>>();
  readonly #url: string;
  readonly #environment: CallEnvironment;
  readonly #protocol: Protocol;
  readonly #pending = new Map<number, Pending>();
  #state: State = { name: 'idle' };
  #nextId = 1;
  #attempt = 0;
  #framesHeard = 0;

  constructor(url: string, environment: CallEnvironment, protocol: Protocol) {
    this.#url = url;
    this.#environment = environment;
    this.#protocol = protocol;
  }

  connect(): void {
    if (this.#state.name === 'idle') this.#open();
  }

  /** The server knows who this is: everything may be asked, and the next cut starts with the shortest delay again. */
  settled(): void {
    this.#attempt = 0;
    if (this.#state.name === 'open') this.#state.isSettled = true;
  }

  readonly ask: AskOf<Types> = (method, params) => {
    const state = this.#state;
    // To the server a socket that has not joined is nobody's: it closes one that says much more than that.
    if (state.name !== 'open' || !(state.isSettled || method === this.#protocol.greeting))
      return Promise.reject(connectionLost());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      // A server that does not answer in this time is not there, whatever the socket believes.
      const timer = this.#environment.setTimeout(() => this.#cut(state.socket), requestTimeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      state.socket.send(rpcRequest(id, method, params));
    });
  };

  /** The network came back or changed: do not sit out a delay, and do not trust a socket that stays silent on a request. */
  hurry(): void {
    if (this.#state.name === 'open') {
      const { socket } = this.#state;
      const heard = this.#framesHeard;
      this.#environment.setTimeout(() => {
        if (this.#framesHeard === heard) this.#cut(socket);
      }, silenceAfterChangeMs);
    }
    if (this.#state.name !== 'waiting') return;
    this.#environment.clearTimeout(this.#state.timer);
    this.#attempt = 0;
    this.#open();
  }

  /** Drops the socket and tries again later: the server asked for it with a retryable error. */
  retry(): void {
    if (this.#state.name === 'open' || this.#state.name === 'opening') this.#cut(this.#state.socket);
  }

  close(): void {
    const state = this.#state;
    this.#state = { name: 'closed' };
    if (state.name === 'opening' || state.name === 'waiting') this.#environment.clearTimeout(state.timer);
    this.#rejectPending();
    if (state.name === 'open' || state.name === 'opening') state.socket.close(1000);
  }

  #open(): void {
    const socket = new this.#environment.WebSocket(this.#url);
    const timer = this.#environment.setTimeout(() => this.#cut(socket), openTimeoutMs);
    this.#state = { name: 'opening', socket, timer };
    socket.addEventListener('open', () => {
      if (this.#state.name !== 'opening' || this.#state.socket !== socket) return;
      this.#environment.clearTimeout(timer);
      this.#state = { name: 'open', socket, isSettled: false };
      this.events.emit('opened', undefined);
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#state.name === 'open' && this.#state.socket === socket && typeof data === 'string')
        this.#handleFrame(parseRpc(data));
    });
    socket.addEventListener('close', () => this.#cut(socket));
    // An `error` is always followed by `close`; the listener keeps environments quiet that throw unheard errors.
    socket.addEventListener('error', () => undefined);
  }

  #handleFrame(frame: RpcIncoming): void {
    this.#framesHeard += 1;
    if (frame.kind === 'notification') {
      if (Object.hasOwn(this.#protocol.notifications, frame.method))
        this.events.emit('notification', { method: frame.method, params: frame.params });
      return;
    }
    if (frame.kind !== 'result' && frame.kind !== 'error') return;
    const pending = this.#pending.get(frame.id);
    if (pending === undefined) return;
    this.#pending.delete(frame.id);
    this.#environment.clearTimeout(pending.timer);
    if (frame.kind === 'result') pending.resolve(frame.result as never);
    else pending.reject(callFailureFromRpc(frame.error));
  }

  #cut(socket: SocketLike): void {
    const state = this.#state;
    if ((state.name !== 'open' && state.name !== 'opening') || state.socket !== socket) return;
    if (state.name === 'opening') this.#environment.clearTimeout(state.timer);
    const delayMs = backoffMs(this.#attempt++, firstRetryMs, lastRetryMs, this.#environment.random01());
    this.#state = { name: 'waiting', timer: this.#environment.setTimeout(() => this.#open(), delayMs) };
    socket.close();
    this.#rejectPending();
    this.events.emit('cut', undefined);
  }

  #rejectPending(): void {
    for (const { reject, timer } of this.#pending.values()) {
      this.#environment.clearTimeout(timer);
      reject(connectionLost());
    }
    this.#pending.clear();
  }
}
