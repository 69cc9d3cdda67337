/**
 * Which sound this participant receives and which of it is to be heard: the server's mix or the others' own streams, as the meeting's mode
 * says, and for a while both when the mode changes. Pictures pass through untouched.
 */
import { mixProducerId, type ParticipantView, type SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import type { MediaTransports } from './media-session.ts';
import {
  type Changeover,
  changeoverAfter,
  type Progress,
  receives,
  type SoundPath,
  wantedPath,
} from './sound-changeover.ts';
import type { Subscriptions, WantedStream } from './subscriptions.ts';

export interface SoundReceptionEvents {
  /** What is to be heard is another path now. */
  heardChanged: undefined;
}

const mixStream: WantedStream = { participantId: '', producerId: mixProducerId, source: 'mix', kind: 'audio' };
const lookIntervalMs = 50;
/** So much is played by then that the next packet will not be missed. */
const flowingPackets = 3;

export class SoundReception {
  readonly events = new Emitter<SoundReceptionEvents>();
  readonly #subscriptions: Subscriptions;
  readonly #environment: CallEnvironment;
  #changeover: Changeover = { name: 'settled', heard: 'mix' };
  #mode: SoundMode = 'mixed';
  #others: readonly ParticipantView[] = [];
  #decodesOpus = true;
  /** Nothing flows that could be missed. */
  #isDown = true;
  readonly #flowing = new WeakSet<types.Consumer>();
  #timer: TimerHandle;

  constructor(subscriptions: Subscriptions, environment: CallEnvironment) {
    this.#subscriptions = subscriptions;
    this.#environment = environment;
  }

  get heard(): SoundPath {
    return this.#changeover.heard;
  }

  /** The meeting's mode and the others, as they are now. */
  handleConference(mode: SoundMode, others: readonly ParticipantView[]): void {
    this.#mode = mode;
    this.#others = others;
    this.#step();
    this.#want();
  }

  handleReady({ receiveCapabilities: { codecs = [] } }: MediaTransports): void {
    this.#decodesOpus = codecs.some(({ mimeType }) => mimeType.toLowerCase() === 'audio/opus');
    this.#step();
    this.#isDown = false;
    this.#want();
  }

  handleLost(): void {
    this.#isDown = true;
    this.#step();
  }

  close(): void {
    this.#environment.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #step(progress: Progress = 'missing'): void {
    const before = this.#changeover;
    const wanted = wantedPath(this.#mode, this.#decodesOpus);
    const after: Changeover = this.#isDown
      ? { name: 'settled', heard: wanted }
      : changeoverAfter(before, { wanted, progress, nowMs: this.#environment.nowMs() });
    this.#changeover = after;
    if (after.name === 'settled') this.close();
    else this.#timer ??= this.#environment.setTimeout(() => void this.#look(), lookIntervalMs);
    if (after.heard !== before.heard) this.events.emit('heardChanged', undefined);
  }

  #want(): void {
    const streams: WantedStream[] = this.#others.flatMap(({ participantId, producers }) =>
      producers.map(({ producerId, kind, source }) => ({ participantId, producerId, kind, source })),
    );
    const [wanted, unwanted]: [WantedStream[], string[]] = [[], []];
    for (const stream of [...streams, mixStream]) {
      const path = stream.source === 'mix' ? 'mix' : 'each';
      if (stream.kind === 'video' || receives(this.#changeover, path)) wanted.push(stream);
      else unwanted.push(stream.producerId);
    }
    this.#subscriptions.want(wanted, unwanted);
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    const progress = await this.#progress();
    if (this.#timer !== timer || timer === undefined) return;
    this.#timer = undefined;
    const before = this.#changeover;
    this.#step(progress);
    if (this.#changeover.name !== before.name) this.#want();
  }

  /** Of the path that is not heard. */
  async #progress(): Promise<Progress> {
    const toMix = this.#changeover.heard === 'each';
    const awaited = toMix ? [mixProducerId] : this.#producersThatSound();
    const open = new Map(this.#subscriptions.open().map(({ consumer }) => [consumer.producerId, consumer]));
    for (const producerId of awaited) {
      const consumer = open.get(producerId);
      // A stream that cannot be had leaves the others alone; without the mix there is nothing to go over to.
      if (consumer === undefined && (toMix || this.#subscriptions.isPending(producerId))) return 'missing';
    }
    for (const consumer of awaited.flatMap((producerId) => open.get(producerId) ?? [])) {
      if (!this.#flowing.has(consumer) && (await packetsOf(consumer)) < flowingPackets) return 'silent';
      this.#flowing.add(consumer);
    }
    return 'flowing';
  }

  #producersThatSound(): string[] {
    return this.#others.flatMap(({ producers }) =>
      producers.filter(({ kind, paused }) => kind === 'audio' && !paused).map(({ producerId }) => producerId),
    );
  }
}

async function packetsOf(consumer: types.Consumer): Promise<number> {
  const report = await consumer.getStats().catch(() => undefined);
  const records = [...(report?.values() ?? [])] as Record<string, unknown>[];
  return Number(records.find(({ type }) => type === 'inbound-rtp')?.packetsReceived ?? 0);
}
