/**
 * What this participant receives: consumers for the producers of the others, asked for in batches, and the server kept told
 * which of them the screen shows, and how large. Sound of everybody is always wanted; pictures are consumed ahead of being
 * shown, so that turning the page is quick, up to a number beyond which only shown ones are.
 */
import type { ParticipantView, Source } from '@veche/contracts/signalling/conference-view.ts';
import type { MediaKind } from '@veche/contracts/signalling/media-parameters.ts';
import type { ConsumerDescription, TileNeed } from '@veche/contracts/signalling/methods.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import { asCallFailure } from './call-error.ts';
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

interface Subscription {
  readonly participantId: string;
  readonly producerId: string;
  readonly source: Source;
  readonly kind: MediaKind;
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

  /** The others, as they are now. */
  handleParticipants(others: readonly ParticipantView[]): void {
    const present = new Set<string>();
    for (const { participantId, producers } of others) {
      for (const { producerId, kind, source } of producers) {
        present.add(producerId);
        if (this.#byProducer.has(producerId)) continue;
        const stage = 'wanted';
        this.#byProducer.set(producerId, { participantId, producerId, source, kind, stage, consumer: undefined });
      }
    }
    for (const producerId of this.#byProducer.keys()) if (!present.has(producerId)) this.#remove(producerId);
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
      subscription.stage = 'absent';
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

  track(participantId: string, source: Source): MediaStreamTrack | undefined {
    return this.#find(participantId, source)?.consumer?.track;
  }

  /** The open consumers with whose and what they are. */
  open(): { participantId: string; source: Source; consumer: types.Consumer }[] {
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
      for (const subscription of batch) subscription.stage = 'absent';
      // Not awaited one by one: mediasoup-client negotiates all that wait in one round.
      await Promise.all(consumers.map((description) => this.#openConsumer(transports, description)));
      this.#tellTilesNow();
      this.events.emit('changed', undefined);
      return true;
    } catch (error) {
      if (transports !== this.#transports) return false;
      const failure = asCallFailure(error);
      for (const subscription of batch) subscription.stage = failure.retryable ? 'wanted' : 'absent';
      return false;
    }
  }

  async #openConsumer(transports: MediaTransports, description: ConsumerDescription): Promise<void> {
    const { consumerId, producerId, kind, rtpParameters } = description;
    const subscription = this.#byProducer.get(producerId);
    if (subscription === undefined) return;
    subscription.stage = 'asked';
    try {
      const consumer = await transports.receive.consume({
        id: consumerId,
        producerId,
        kind,
        rtpParameters: rtpParameters as types.RtpParameters,
        // Sound and picture of one person stay in step.
        streamId: `${subscription.participantId}-${subscription.source.startsWith('screen') ? 'screen' : 'self'}`,
      });
      if (transports !== this.#transports) return;
      if (this.#byProducer.get(producerId) !== subscription) {
        consumer.close();
        return;
      }
      subscription.consumer = consumer;
      subscription.stage = 'open';
    } catch {
      // One stream that this browser cannot receive leaves the others alone.
      if (transports === this.#transports) subscription.stage = 'absent';
    }
  }

  #remove(producerId: string): void {
    const subscription = this.#byProducer.get(producerId);
    if (subscription === undefined) return;
    this.#byProducer.delete(producerId);
    this.#close(subscription);
  }

  #close(subscription: Subscription): void {
    if (subscription.consumer === undefined) return;
    subscription.consumer.close();
    subscription.consumer = undefined;
    this.events.emit('changed', undefined);
    this.#tellTilesSoon();
  }

  #find(participantId: string, source: Source): Subscription | undefined {
    for (const subscription of this.#byProducer.values()) {
      if (subscription.participantId === participantId && subscription.source === source && subscription.consumer)
        return subscription;
    }
    return undefined;
  }

  #retryLater(): void {
    this.#environment.clearTimeout(this.#retryTimer);
    this.#retryTimer = this.#environment.setTimeout(() => void this.#pump(), refusedRetryMs);
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
      const consumer = this.#find(participantId, source)?.consumer;
      if (consumer === undefined || widthPx <= 0 || heightPx <= 0) continue;
      const before = needs.get(consumer.id);
      // The same picture in two places (stage and strip): the larger need counts.
      if (before !== undefined && before.widthPx * before.heightPx >= widthPx * heightPx) continue;
      const bounded = (lengthPx: number): number => Math.min(8_192, Math.ceil(lengthPx));
      needs.set(consumer.id, { consumerId: consumer.id, widthPx: bounded(widthPx), heightPx: bounded(heightPx) });
    }
    return [...needs.values()];
  }
}
