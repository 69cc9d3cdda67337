/** One UDP socket of the plane. Sending costs no name lookup and never throws; the kernel's buffers are made as large as it allows. */
import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import type { Endpoint } from '../../plane/commands.ts';
import type { Path } from '../../plane/path.ts';
import type { Counters } from '../counters.ts';
import type { PathSender } from './path-sender.ts';

const kernelBufferBytes = 4 * 1024 * 1024;
/** What may wait inside the process before packets are dropped. */
const queuedBytesMax = 4 * 1024 * 1024;

export type UdpReceiver = (bytes: Buffer, socket: number, family: 4 | 6, address: string, port: number) => void;

/** Addresses are literals always, so the "lookup" answers itself at once. */
const literalLookup: NonNullable<SocketOptions['lookup']> = (address, options, callback) =>
  callback(null, address, typeof options === 'number' ? options : 0);

export class UdpSocket {
  readonly index: number;
  readonly #socket: Socket;
  readonly #counters: Counters;
  #closed = false;
  #overloaded = false;

  private constructor(index: number, socket: Socket, counters: Counters) {
    this.index = index;
    this.#socket = socket;
    this.#counters = counters;
  }

  /** Rejects when the address cannot be bound. */
  static async bind(index: number, endpoint: Endpoint, counters: Counters, receive: UdpReceiver): Promise<UdpSocket> {
    const family = endpoint.address.includes(':') ? 6 : 4;
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      ipv6Only: family === 6,
      lookup: literalLookup,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(endpoint.port, endpoint.address, () => {
        socket.removeListener('error', reject);
        resolve();
      });
    }).catch((error: unknown) => {
      socket.close();
      throw error;
    });
    socket.on('error', () => {
      counters.socketErrors++;
    });
    socket.on('message', (bytes: Buffer, remote: RemoteInfo) =>
      receive(bytes, index, family, remote.address, remote.port),
    );
    try {
      socket.setRecvBufferSize(kernelBufferBytes);
      socket.setSendBufferSize(kernelBufferBytes);
    } catch {
      // The kernel's own size stays.
    }
    return new UdpSocket(index, socket, counters);
  }

  get endpoint(): Endpoint {
    const { address, port } = this.#socket.address();
    return { address, port };
  }

  get hasQueued(): boolean {
    return !this.#closed && this.#socket.getSendQueueCount() > 0;
  }

  send(bytes: Buffer, address: string, port: number): void {
    if (this.#closed) return;
    if (this.#overloaded) {
      this.#counters.droppedBackPressurePackets++;
      return;
    }
    this.#counters.sentDatagrams++;
    // Without a callback errors of sending are swallowed by node:dgram: an unreachable peer is found out by consent checks.
    this.#socket.send(bytes, port, address);
  }

  /** To be called now and then, because asking costs as much as a send: while too much waits, packets are dropped. */
  measureQueue(): void {
    if (!this.#closed) this.#overloaded = this.#socket.getSendQueueSize() > queuedBytesMax;
  }

  senderTo(path: Path): PathSender {
    const { address, port } = path;
    return { send: (bytes) => this.send(bytes, address, port) };
  }

  close(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#closed = true;
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }
}
