/** All sockets of one plane: opens what `listen` names, finds the sender for a path, closes everything. */
import type { Command, Endpoint } from '../../plane/commands.ts';
import type { PlaneEvent } from '../../plane/events.ts';
import type { Path } from '../../plane/path.ts';
import type { Counters } from '../counters.ts';
import type { PathSender } from './path-sender.ts';
import { TcpListener, type TcpReceiver } from './tcp-listener.ts';
import { type UdpReceiver, UdpSocket } from './udp-socket.ts';

export interface SocketReceivers {
  readonly udp: UdpReceiver;
  readonly tcp: TcpReceiver;
  readonly tcpClosed: (path: Path) => void;
}

export class SocketSet {
  readonly #counters: Counters;
  readonly #receivers: SocketReceivers;
  readonly #tell: (event: PlaneEvent) => void;
  #udp: UdpSocket[] = [];
  readonly #tcp: TcpListener;
  #listening: string | undefined;
  #opening: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(counters: Counters, receivers: SocketReceivers, tell: (event: PlaneEvent) => void) {
    this.#counters = counters;
    this.#receivers = receivers;
    this.#tell = tell;
    this.#tcp = new TcpListener(counters, receivers.tcp, receivers.tcpClosed);
  }

  /** The same command again only tells again what is open; another one first closes what was open. */
  listen(command: Extract<Command, { type: 'listen' }>): void {
    const wanted = JSON.stringify([command.udp, command.tcp]);
    this.#opening = this.#opening.then(async () => {
      if (this.#closed) return;
      if (this.#listening !== wanted) {
        await this.#closeAll();
        this.#listening = wanted;
        for (const endpoint of command.udp) await this.#try('udp', endpoint, () => this.#openUdp(endpoint));
        for (const endpoint of command.tcp) await this.#try('tcp', endpoint, () => this.#tcp.open(endpoint));
      }
      if (this.#closed) return;
      this.#tell({ type: 'listening', udp: this.#udp.map(({ endpoint }) => endpoint), tcp: this.#tcp.endpoints() });
    });
  }

  /** Undefined when the socket or connection is not there (any more). */
  senderTo(path: Path): PathSender | undefined {
    if (path.protocol === 'tcp') return this.#tcp.connection(path);
    return this.#udp[path.socket]?.senderTo(path);
  }

  /** Peers on connections that no transport owns are cut off after a while (see TcpListener). */
  sweep(nowMs: number, isBound: (path: Path) => boolean): void {
    this.#tcp.sweep(nowMs, isBound);
  }

  /** Every tick: finds sockets that the kernel does not empty fast enough. */
  measureQueues(): void {
    for (const socket of this.#udp) socket.measureQueue();
  }

  readonly somethingQueued = (): boolean => this.#tcp.hasQueued || this.#udp.some((socket) => socket.hasQueued);

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening;
    await this.#closeAll();
  }

  async #openUdp(endpoint: Endpoint): Promise<void> {
    this.#udp.push(await UdpSocket.bind(this.#udp.length, endpoint, this.#counters, this.#receivers.udp));
  }

  async #try(protocol: 'udp' | 'tcp', endpoint: Endpoint, open: () => Promise<void>): Promise<void> {
    try {
      await open();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#closed) this.#tell({ type: 'listenFailed', endpoint, protocol, reason });
    }
  }

  async #closeAll(): Promise<void> {
    const udp = this.#udp;
    this.#udp = [];
    await Promise.all([...udp.map((socket) => socket.close()), this.#tcp.close()]);
  }
}
