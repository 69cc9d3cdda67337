/**
 * ICE over TCP, passive side (RFC 6544): accepted connections carry datagrams behind 16-bit lengths. Their number, their frames and what waits
 * in them are bounded; one that no transport takes within the limit is closed.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { limits } from '@veche/contracts/limits.ts';
import type { Endpoint } from '../../plane/commands.ts';
import type { Path } from '../../plane/path.ts';
import type { Counters } from '../counters.ts';
import { makePath } from './path-key.ts';
import { TcpConnection } from './tcp-connection.ts';

/** `bytes` may be written to and is valid during the call only. */
export type TcpReceiver = (bytes: Buffer, path: Path) => void;

export class TcpListener {
  readonly #counters: Counters;
  readonly #receive: TcpReceiver;
  readonly #closed: (path: Path) => void;
  #servers: Server[] = [];
  readonly #connections = new Map<number, TcpConnection>();
  #nextConnection = 0;

  constructor(counters: Counters, receive: TcpReceiver, closed: (path: Path) => void) {
    this.#counters = counters;
    this.#receive = receive;
    this.#closed = closed;
  }

  async open(endpoint: Endpoint): Promise<void> {
    const family = endpoint.address.includes(':') ? 6 : 4;
    const server = createServer({ noDelay: true }, (socket) => this.#accept(socket, family));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: endpoint.port, host: endpoint.address, ipv6Only: family === 6 }, () => {
        server.removeListener('error', reject);
        resolve();
      });
    });
    server.on('error', () => {
      this.#counters.socketErrors++;
    });
    this.#servers.push(server);
  }

  endpoints(): Endpoint[] {
    return this.#servers.flatMap((server) => {
      const address = server.address();
      return address === null || typeof address === 'string' ? [] : [{ address: address.address, port: address.port }];
    });
  }

  connection(path: Path): TcpConnection | undefined {
    const connection = this.#connections.get(path.socket);
    return connection?.path.key === path.key ? connection : undefined;
  }

  get hasQueued(): boolean {
    for (const connection of this.#connections.values()) if (connection.hasQueued) return true;
    return false;
  }

  /** Closes connections that stay unbound for too long. */
  sweep(nowMs: number, isBound: (path: Path) => boolean): void {
    for (const connection of this.#connections.values()) {
      if (isBound(connection.path)) connection.unboundSinceMs = undefined;
      else if (connection.unboundSinceMs === undefined) connection.unboundSinceMs = nowMs;
      else if (nowMs - connection.unboundSinceMs >= limits.unvalidatedTcpTimeoutMs) connection.destroy();
    }
  }

  async close(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    for (const connection of this.#connections.values()) connection.destroy();
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  }

  #accept(socket: Socket, family: 4 | 6): void {
    const { remoteAddress, remotePort } = socket;
    if (
      remoteAddress === undefined ||
      remotePort === undefined ||
      this.#connections.size >= limits.tcpConnectionsPerWorker
    ) {
      this.#counters.refusedConnections++;
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    this.#counters.acceptedConnections++;
    const id = this.#nextConnection++;
    const path = makePath('tcp', family, id, remoteAddress, remotePort);
    const connection = new TcpConnection(path, socket, this.#counters, this.#receive, () => {
      this.#counters.closedConnections++;
      this.#connections.delete(id);
      this.#closed(path);
    });
    this.#connections.set(id, connection);
  }
}
