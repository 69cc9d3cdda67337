/**
 * The sound thread as the thread that moves packets sees it: commands and packets go in, frames to inject and levels come out. It is started with the
 * first command and ended a while after nothing is left to mix, so that a server that only forwards, or rests, does not pay for it.
 */
import { Worker } from 'node:worker_threads';
import type { Logger } from '@veche/kernel/logger.ts';
import type { InjectedFrame } from '../../plane/commands.ts';
import type { TappedPacket } from '../../plane/events.ts';
import { createPacketRingMemory, PacketRingWriter } from '../../plane/packet-ring.ts';
import type { MicrophoneReadable, SoundCommand, VoiceLevel } from '../commands.ts';
import type { MixQuality } from '../mix/room-mix.ts';
import { readFrameBatch } from './frame-batch.ts';

import type { FromSoundThread, SoundThreadStart, ToSoundThread } from './sound-protocol.ts';

/** What packets and frames leave behind is cleared away often and cheaply, instead of piling up. */
const youngGenerationMb = 8;
/** Two seconds of 100 voices. */
const ringBytes = 4 * 1024 * 1024;
/** The next meeting often begins soon after the last one ended, and starting takes a moment. */
const restMs = 20_000;
/** Counts go on over threads that end; everything else that a thread tells is of the moment. */
const counts: ReadonlySet<string> = new Set([
  'soundTicks',
  'soundLateTicks',
  'soundSkippedTicks',
  'soundCleaningDroppedTicks',
]);

export interface SoundListener {
  /** Of one tick; the payloads are the listener's to keep. */
  onFrames(frames: Iterable<InjectedFrame>): void;
  onLevels(levels: readonly VoiceLevel[]): void;
  onReadable(changes: readonly MicrophoneReadable[]): void;
}

export class SoundThread {
  readonly #quality: MixQuality;
  readonly #listener: SoundListener;
  readonly #logger: Logger;
  #worker: Worker | undefined;
  #ring: PacketRingWriter | undefined;
  #counters: readonly (readonly [string, number])[] = [];
  /** What the threads that have ended had counted. */
  readonly #ended = new Map<string, number>();
  #droppedPackets = 0;
  /** What there is to mix: inbounds and routes, which never share a number. */
  readonly #standing = new Set<number>();
  #rest: NodeJS.Timeout | undefined;

  constructor(quality: MixQuality, listener: SoundListener, logger: Logger) {
    this.#quality = quality;
    this.#listener = listener;
    this.#logger = logger;
  }

  obey(commands: ToSoundThread): void {
    if (commands.length === 0) return;
    this.#started().postMessage(commands satisfies readonly SoundCommand[]);
    for (const command of commands) this.#note(command);
    clearTimeout(this.#rest);
    if (this.#standing.size === 0) this.#rest = setTimeout(() => void this.close(), restMs);
  }

  receive(packet: TappedPacket): void {
    if (this.#ring?.write(packet.inboundId, packet) === false) this.#droppedPackets += 1;
  }

  counters(): readonly (readonly [string, number])[] {
    const sums = new Map(this.#ended);
    for (const [name, value] of this.#counters) sums.set(name, value + (this.#ended.get(name) ?? 0));
    return [...sums, ['soundDroppedPackets', this.#droppedPackets]];
  }

  async close(): Promise<void> {
    clearTimeout(this.#rest);
    const worker = this.#worker;
    this.#worker = undefined;
    this.#ring = undefined;
    for (const [name, value] of this.#counters)
      if (counts.has(name)) this.#ended.set(name, value + (this.#ended.get(name) ?? 0));
    this.#counters = [];
    await worker?.terminate();
  }

  #note(command: SoundCommand): void {
    switch (command.type) {
      case 'setMicrophone':
        this.#standing.add(command.microphone.inboundId);
        return;
      case 'removeMicrophone':
        this.#standing.delete(command.inboundId);
        return;
      case 'setListener':
        this.#standing.add(command.listener.routeId);
        return;
      case 'removeListener':
        this.#standing.delete(command.routeId);
        return;
    }
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const ring = createPacketRingMemory(ringBytes);
    this.#ring = new PacketRingWriter(ring);
    const worker = new Worker(new URL('./sound-thread-main.ts', import.meta.url), {
      workerData: { ring, quality: this.#quality } satisfies SoundThreadStart,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    });
    worker.on('message', (message: FromSoundThread) => {
      // What one that is ending still says is counted already.
      if (worker === this.#worker) this.#hear(message);
    });
    worker.on('error', (error) => {
      // Its meetings cannot be told from each other any more: the whole worker begins anew, as after any bug.
      throw error;
    });
    this.#worker = worker;
    return worker;
  }

  #hear(message: FromSoundThread): void {
    switch (message.type) {
      case 'frames':
        this.#listener.onFrames(readFrameBatch(message.bytes));
        return;
      case 'levels':
        this.#listener.onLevels(message.levels);
        return;
      case 'readable':
        this.#listener.onReadable(message.changes);
        return;
      case 'counters':
        this.#counters = message.counters;
        return;
      case 'log':
        this.#logger[message.level](message.fields, message.message);
        return;
    }
  }
}
