/**
 * What this participant receives: consumers for the streams that are wanted, asked for in batches, and the server kept told
 * which of them the screen shows, and how large. Sound that is wanted is had at once; pictures are consumed ahead of being
 * shown, so that turning the page is quick, up to a number beyond which only shown ones are.
 */
import { mixProducerId, type Source } from '@veche/contracts/signalling/conference-view.ts';
import type { MediaKind } from '@veche/contracts/signalling/media-parameters.ts';
import type { ConsumerDescription, TileNeed } from '@veche/contracts/signalling/methods.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import { asCallFailure } from './call-error.ts';
import type { StreamSource } from './call-stats.ts';
import { onFirstFrame } from './first-frame.ts';
import type { MediaTransports } from './media-session.ts';
import type { Ask } from './signalling-socket.ts';

/** One video picture on the screen, in device pixels. */
export interface Tile {
  readonly participantId: string;
  readonly source: Source;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface SubscriptionEvents {
  changed: undefined;
}

export interface WantedStream {
  /** Empty for the mix, which is nobody's own. */
  readonly participantId: string;
  readonly producerId: string;
  readonly source: StreamSource;
  readonly kind: MediaKind;
}

interface Subscription extends WantedStream {
  /** wanted: not asked for yet; asked; open: `consumer` stands; absent: the server left it out, it is gone or going. */
  stage: 'wanted' | 'asked' | 'open' | 'absent';
  consumer: types.Consumer | undefined;
}

const batchMax = 200;
const picturesAhead = 60;
const tilesIntervalMs = 50;
const refusedRetryMs = 1_000;

export class Subscriptions {
  readonly events = new Emitter<SubscriptionEvents>();
  readonly #ask: Ask;
  readonly #environment: CallEnvironment;
  readonly #byProducer = new Map<string, Subscription>();
  /** Those that took another one's place and have something to show. */
  readonly #seen = new WeakSet<types.Consumer>();
  #transports: MediaTransports | undefined;
  /** The transports that the running loop works for; a loop whose transports are gone may never return. */
  #pumpingFor: MediaTransports | undefined;
  #tiles: readonly Tile[] = [];
  #toldTiles = '';
  #tilesTimer: TimerHandle;
  #retryTimer: TimerHandle;

  constructor(ask: Ask, environment: CallEnvironment) {
    this.#ask = ask;
    this.#environment = environment;
  }

  /** All that is to be received from now on. `unwanted` names what there is besides: the server is told to stop it, if it comes. */
  want(streams: readonly WantedStream[], unwanted: readonly string[] = []): void {
    const wanted = new Set(streams.map(({ producerId }) => producerId));
    for (const stream of streams) {
      if (this.#byProducer.has(stream.producerId)) continue;
      this.#byProducer.set(stream.producerId, { ...stream, stage: 'wanted', consumer: undefined });
    }
    const consumerIds = unwanted.flatMap((producerId) => this.#byProducer.get(producerId)?.consumer?.id ?? []);
    if (consumerIds.length > 0) this.#closeAtServer(consumerIds);
    for (const producerId of this.#byProducer.keys()) if (!wanted.has(producerId)) this.#remove(producerId);
    void this.#pump();
  }

  handleReady(transports: MediaTransports): void {
    this.#transports = transports;
    void this.#pump();
  }

  handleLost(): void {
    this.#transports = undefined;
    this.#pumpingFor = undefined;
    this.#toldTiles = '';
    for (const subscription of this.#byProducer.values()) {
      subscription.stage = 'wanted';
      subscription.consumer = undefined;
    }
    this.events.emit('changed', undefined);
  }

  handleConsumersClosed(consumerIds: readonly string[]): void {
    const closed = new Set(consumerIds);
    for (const subscription of this.#byProducer.values()) {
      if (subscription.consumer === undefined || !closed.has(subscription.consumer.id)) continue;
      this.#close(subscription);
      // Its producer is gone, as the next news will say; or it is not, and then it is asked for again.
      subscription.stage = 'wanted';
      this.#retryLater();
    }
  }

  /** After a resume with the transports kept. What was asked for and not answered is asked for again. */
  handleResumed(): void {
    for (const subscription of this.#byProducer.values()) {
      if (subscription.stage === 'absent') subscription.stage = 'wanted';
    }
    this.repeatTiles();
    void this.#pump();
  }

  setTiles(tiles: readonly Tile[]): void {
    this.#tiles = tiles;
    this.#tellTilesSoon();
    void this.#pump();
  }

  /** Tells the whole truth again; also serves to find out whether the server still answers. */
  repeatTiles(): void {
    this.#toldTiles = '';
    this.#tellTilesSoon();
  }

  track(participantId: string, source: StreamSource): MediaStreamTrack | undefined {
    const consumers = this.#openOf(participantId, source);
    // The newer one as soon as there is something of it to see.
    return (consumers.findLast((consumer) => this.#seen.has(consumer)) ?? consumers[0])?.track;
  }

  /** Wanted, and neither open nor known to be out of reach. */
  isPending(producerId: string): boolean {
    const stage = this.#byProducer.get(producerId)?.stage;
    return stage === 'wanted' || stage === 'asked';
  }

  /** The open consumers with whose and what they are. */
  open(): { participantId: string; source: StreamSource; consumer: types.Consumer }[] {
    return [...this.#byProducer.values()].flatMap(({ participantId, source, consumer }) =>
      consumer === undefined ? [] : [{ participantId, source, consumer }],
    );
  }

  close(): void {
    this.#environment.clearTimeout(this.#tilesTimer);
    this.#environment.clearTimeout(this.#retryTimer);
    this.#transports = undefined;
    this.#byProducer.clear();
  }

  async #pump(): Promise<void> {
    const transports = this.#transports;
    if (transports === undefined || this.#pumpingFor === transports) return;
    this.#pumpingFor = transports;
    // One turn, so that producers of several participants share a batch.
    await Promise.resolve();
    for (;;) {
      if (transports !== this.#transports) return;
      const batch = this.#nextBatch();
      if (batch.length === 0) break;
      if (!(await this.#consume(transports, batch))) {
        if (transports === this.#transports) this.#retryLater();
        break;
      }
    }
    this.#pumpingFor = undefined;
  }

  /** What the screen shows first, then sound, then pictures that may be shown later. */
  #nextBatch(): Subscription[] {
    const shown = new Set(this.#tiles.map(({ participantId, source }) => `${participantId} ${source}`));
    const rank = ({ participantId, source, kind }: Subscription): number =>
      shown.has(`${participantId} ${source}`) ? 0 : kind === 'audio' ? 1 : 2;
    const all = [...this.#byProducer.values()];
    let ahead = picturesAhead - all.filter(({ kind, stage }) => kind === 'video' && stage !== 'wanted').length;
    return all
      .filter(({ stage }) => stage === 'wanted')
      .sort((a, b) => rank(a) - rank(b))
      .filter((subscription) => rank(subscription) < 2 || ahead-- > 0)
      .slice(0, batchMax);
  }

  /** Answers false when there is no sense in going on now. */
  async #consume(transports: MediaTransports, batch: readonly Subscription[]): Promise<boolean> {
    for (const subscription of batch) subscription.stage = 'asked';
    try {
      const { consumers } = await this.#ask('consume', {
        transportId: transports.receive.id,
        rtpCapabilities: transports.receiveCapabilities,
        producerIds: batch.map(({ producerId }) => producerId),
      });
      if (transports !== this.#transports) return false;
      const answered = new Set(consumers.map(({ producerId }) => producerId));
      for (const subscription of batch) if (!answered.has(subscription.producerId)) this.#giveUp(subscription);
      // Not awaited one by one: mediasoup-client negotiates all that wait in one round.
      await Promise.all(consumers.map((description) => this.#openConsumer(transports, description)));
      this.#tellTilesNow();
      this.events.emit('changed', undefined);
      return true;
    } catch (error) {
      if (transports !== this.#transports) return false;
      const failure = asCallFailure(error);
      for (const subscription of batch) {
        if (failure.retryable) subscription.stage = 'wanted';
        else this.#giveUp(subscription);
      }
      return false;
    }
  }

  async #openConsumer(transports: MediaTransports, description: ConsumerDescription): Promise<void> {
    const { consumerId, producerId, kind, rtpParameters } = description;
    const subscription = this.#byProducer.get(producerId);
    if (subscription === undefined) {
      this.#closeAtServer([consumerId]);
      return;
    }
    subscription.stage = 'asked';
    try {
      const consumer = await transports.receive.consume({
        id: consumerId,
        producerId,
        kind,
        rtpParameters: rtpParameters as types.RtpParameters,
        streamId: streamIdOf(subscription),
      });
      if (transports !== this.#transports) return;
      if (this.#byProducer.get(producerId) !== subscription) {
        consumer.close();
        if (!this.#byProducer.has(producerId)) this.#closeAtServer([consumerId]);
        return;
      }
      subscription.consumer = consumer;
      subscription.stage = 'open';
      this.#awaitFirstFrame(subscription, consumer);
    } catch {
      // One stream that this browser cannot receive leaves the others alone.
      if (transports === this.#transports) this.#giveUp(subscription);
    }
  }

  /** Somebody's stream is gone or out of reach, and the next news of its owner says more; the mix has no owner, so it is asked for again. */
  #giveUp(subscription: Subscription): void {
    subscription.stage = 'absent';
    if (subscription.source === 'mix') this.#retryLater();
  }

  #remove(producerId: string): void {
    const subscription = this.#byProducer.get(producerId);
    if (subscription === undefined) return;
    this.#byProducer.delete(producerId);
    this.#close(subscription);
  }

  /** In vain where the producer is gone: then the server did it by itself. */
  #closeAtServer(consumerIds: string[]): void {
    for (let at = 0; at < consumerIds.length; at += batchMax) {
      this.#ask('closeConsumers', { consumerIds: consumerIds.slice(at, at + batchMax) }).catch(() => undefined);
    }
  }

  #close(subscription: Subscription): void {
    if (subscription.consumer === undefined) return;
    subscription.consumer.close();
    subscription.consumer = undefined;
    this.events.emit('changed', undefined);
    this.#tellTilesSoon();
  }

  /** Where it takes the place of a picture that still stands, it is shown as soon as there is something to see. */
  #awaitFirstFrame({ participantId, source, kind }: Subscription, consumer: types.Consumer): void {
    if (kind !== 'video' || this.#openOf(participantId, source).length < 2) return;
    onFirstFrame(consumer, this.#environment, () => {
      this.#seen.add(consumer);
      this.events.emit('changed', undefined);
    });
  }

  /** Oldest first: two while one picture takes the other's place. */
  #openOf(participantId: string, source: StreamSource): types.Consumer[] {
    const consumers: types.Consumer[] = [];
    for (const subscription of this.#byProducer.values()) {
      if (subscription.participantId === participantId && subscription.source === source && subscription.consumer)
        consumers.push(subscription.consumer);
    }
    return consumers;
  }

  #retryLater(): void {
    this.#environment.clearTimeout(this.#retryTimer);
    this.#retryTimer = this.#environment.setTimeout(() => {
      const mix = this.#byProducer.get(mixProducerId);
      if (mix?.stage === 'absent') mix.stage = 'wanted';
      void this.#pump();
    }, refusedRetryMs);
  }

  /** The first change goes out at once, those within the next 50 ms together. */
  #tellTilesSoon(): void {
    if (this.#tilesTimer !== undefined) return;
    this.#tellTilesNow();
    this.#tilesTimer = this.#environment.setTimeout(() => {
      this.#tilesTimer = undefined;
      this.#tellTilesNow();
    }, tilesIntervalMs);
  }

  #tellTilesNow(): void {
    if (this.#transports === undefined) return;
    const tiles = this.#needs();
    const text = JSON.stringify(tiles);
    if (text === this.#toldTiles) return;
    this.#toldTiles = text;
    this.#ask('setTiles', { tiles }).catch(() => {
      this.#toldTiles = '';
    });
  }

  #needs(): TileNeed[] {
    const needs = new Map<string, TileNeed>();
    for (const { kind, consumer } of this.#byProducer.values()) {
      if (kind === 'audio' && consumer) needs.set(consumer.id, { consumerId: consumer.id, widthPx: 0, heightPx: 0 });
    }
    for (const { participantId, source, widthPx, heightPx } of this.#tiles) {
      if (widthPx <= 0 || heightPx <= 0) continue;
      for (const { id: consumerId } of this.#openOf(participantId, source)) {
        const before = needs.get(consumerId);
        // The same picture in two places (stage and strip): the larger need counts.
        if (before !== undefined && before.widthPx * before.heightPx >= widthPx * heightPx) continue;
        const bounded = (lengthPx: number): number => Math.min(8_192, Math.ceil(lengthPx));
        needs.set(consumerId, { consumerId, widthPx: bounded(widthPx), heightPx: bounded(heightPx) });
      }
    }
    return [...needs.values()];
  }
}

/** Sound and picture of one person stay in step. */
function streamIdOf({ participantId, source }: Subscription): string {
  if (source === 'mix') return 'mix';
  return `${participantId}-${source.startsWith('screen') ? 'screen' : 'self'}`;
}
