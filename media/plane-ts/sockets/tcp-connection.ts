/** One accepted TCP connection that carries datagrams (RFC 4571). When the peer reads too slowly, packets are dropped rather than kept. */
import type { Socket } from 'node:net';
import { limits } from '@veche/contracts/limits.ts';
import type { Path } from '../../plane/path.ts';
import { Deframer, frame } from '../../wire/tcp-framing.ts';
import type { Counters } from '../counters.ts';
import type { PathSender } from './path-sender.ts';

export class TcpConnection implements PathSender {
  readonly path: Path;
  unboundSinceMs: number | undefined;
  readonly #socket: Socket;
  readonly #counters: Counters;

  constructor(
    path: Path,
    socket: Socket,
    counters: Counters,
    receive: (bytes: Buffer, path: Path) => void,
    closed: () => void,
  ) {
    this.path = path;
    this.#socket = socket;
    this.#counters = counters;
    const deframer = new Deframer(limits.tcpFrameMaxBytes);
    socket.on('data', (chunk: Buffer) => {
      const whole = deframer.push(chunk, (bytes) =>
        receive(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), path),
      );
      if (!whole) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.once('close', closed);
  }

  get hasQueued(): boolean {
    return this.#socket.writableLength > 0;
  }

  send(bytes: Buffer): void {
    if (this.#socket.destroyed || this.#socket.writableLength + bytes.length > limits.tcpBufferedMaxBytes) {
      this.#counters.droppedBackPressurePackets++;
      return;
    }
    const framed = frame(bytes);
    if (framed === undefined) return;
    this.#counters.sentDatagrams++;
    this.#socket.write(framed);
  }

  destroy(): void {
    this.#socket.destroy();
  }
}
