/**
 * The recorder's thread as the thread that moves packets sees it: commands and packets go in, spool files that are whole and wishes for key frames come
 * out. Started with the first recording; it stays, for a server that has recorded once will again.
 */
import { Worker } from 'node:worker_threads';
import type { DeliveredPacket } from '../../plane/events.ts';
import { createPacketRingMemory, PacketRingWriter } from '../../plane/packet-ring.ts';
import type { RecorderCommand } from '../commands.ts';
import type { RecorderEvents } from '../recorder.ts';
import type { FromRecorderThread, RecorderThreadStart, ToRecorderThread } from './recorder-protocol.ts';

/** A second of ten meetings with a picture of 6 Mbit/s each, twice over. */
const ringBytes = 16 * 1024 * 1024;
const closePatienceMs = 2_000;

export class RecorderThread {
  readonly #spoolFolder: string;
  readonly #events: RecorderEvents;
  #worker: Worker | undefined;
  #ring: PacketRingWriter | undefined;
  #droppedPackets = 0;
  #isIdle: (() => void) | undefined;

  constructor(spoolFolder: string, events: RecorderEvents) {
    this.#spoolFolder = spoolFolder;
    this.#events = events;
  }

  obey(commands: readonly RecorderCommand[]): void {
    if (commands.length > 0) this.#started().postMessage({ type: 'commands', commands } satisfies ToRecorderThread);
  }

  receive(packet: DeliveredPacket): void {
    if (this.#ring?.write(packet.routeId, packet) === false) this.#droppedPackets += 1;
  }

  counters(): readonly (readonly [string, number])[] {
    return [['recordingDroppedPackets', this.#droppedPackets]];
  }

  /** What has come is written first, within a moment. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const idle = new Promise<void>((resolve) => (this.#isIdle = resolve));
    worker.postMessage({ type: 'close' } satisfies ToRecorderThread);
    let patience: NodeJS.Timeout | undefined;
    await Promise.race([idle, new Promise((resolve) => (patience = setTimeout(resolve, closePatienceMs)))]);
    clearTimeout(patience);
    await worker.terminate();
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const ring = createPacketRingMemory(ringBytes);
    this.#ring = new PacketRingWriter(ring);
    const worker = new Worker(new URL('./recorder-thread-main.ts', import.meta.url), {
      workerData: { ring, spoolFolder: this.#spoolFolder } satisfies RecorderThreadStart,
    });
    worker.on('message', (message: FromRecorderThread) => this.#hear(message));
    worker.on('error', (error) => {
      // Nobody knows what it had in hand: the whole worker begins anew, as after any bug, and what is spooled is taken up.
      throw error;
    });
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromRecorderThread): void {
    switch (message.type) {
      case 'closed':
        this.#events.onClosed(message.recordingId, message.fileName);
        return;
      case 'ended':
        this.#events.onEnded(message.recordingId);
        return;
      case 'refused':
        this.#events.onRefused(message.recordingId, message.code);
        return;
      case 'keyFrame':
        this.#events.wantKeyFrame(message.routeId);
        return;
      case 'idle':
        this.#isIdle?.();
        return;
    }
  }
}
