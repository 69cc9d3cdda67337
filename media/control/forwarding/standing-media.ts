/**
 * The transports, producers and consumers that stand in one conference, and who closes whom: a sending transport its producers, a receiving transport its
 * consumers, a producer the consumers of it, a move the consumers that join two rooms. Nothing closes upwards, and whoever did not ask is told.
 */
import type { ConsumerRecord, Effects, ProducerRecord, TransportRecord } from './records.ts';
import type { RoomsDesk } from './rooms-desk.ts';
import type { SoundDesk } from './sound-desk.ts';

export interface StandingMediaNeeds {
  readonly rooms: RoomsDesk;
  readonly sound: SoundDesk;
  /** The plane's numbers that are this conference's. */
  readonly numbers: { add(number: number): void; delete(number: number): void };
  effects(): Effects;
}

export class StandingMedia {
  readonly #needs: StandingMediaNeeds;
  readonly #transports = new Map<string, TransportRecord>();
  readonly #producers = new Map<string, ProducerRecord>();
  readonly #consumers = new Map<string, ConsumerRecord>();
  readonly #byNumber = new Map<number, TransportRecord>();
  readonly #byInbound = new Map<number, ProducerRecord>();
  readonly #byRoute = new Map<number, ConsumerRecord>();

  readonly transports: ReadonlyMap<string, TransportRecord> = this.#transports;
  readonly producers: ReadonlyMap<string, ProducerRecord> = this.#producers;
  readonly consumers: ReadonlyMap<string, ConsumerRecord> = this.#consumers;
  /** The same by the plane's numbers. */
  readonly byNumber: ReadonlyMap<number, TransportRecord> = this.#byNumber;
  readonly byInbound: ReadonlyMap<number, ProducerRecord> = this.#byInbound;
  readonly byRoute: ReadonlyMap<number, ConsumerRecord> = this.#byRoute;

  constructor(needs: StandingMediaNeeds) {
    this.#needs = needs;
  }

  transportsOf(participantId: string): TransportRecord[] {
    return [...this.#transports.values()].filter((transport) => transport.participantId === participantId);
  }

  producersOf(participantId: string): ProducerRecord[] {
    return [...this.#producers.values()].filter((producer) => producer.participantId === participantId);
  }

  addTransport(transport: TransportRecord): void {
    this.#transports.set(transport.transportId, transport);
    this.#byNumber.set(transport.number, transport);
    this.#needs.numbers.add(transport.number);
  }

  addProducer(producer: ProducerRecord): void {
    this.#producers.set(producer.producerId, producer);
    this.#byInbound.set(producer.inboundId, producer);
    this.#needs.numbers.add(producer.inboundId);
  }

  addConsumer(consumer: ConsumerRecord): void {
    this.#consumers.set(consumer.consumerId, consumer);
    this.#byRoute.set(consumer.routeId, consumer);
    this.#needs.numbers.add(consumer.routeId);
    consumer.transport.consumers.add(consumer);
    consumer.producer.consumers.add(consumer);
  }

  closeTransport(transport: TransportRecord): void {
    const { transportId, participantId, number } = transport;
    const producers = this.producersOf(participantId).filter((producer) => producer.transport === transport);
    if (producers.length > 0) this.closeProducers(participantId, producers);
    for (const consumer of [...transport.consumers]) this.dropConsumer(consumer);
    this.#transports.delete(transportId);
    this.#byNumber.delete(number);
    const { numbers, effects } = this.#needs;
    numbers.delete(number);
    effects().commands.push({ type: 'removeTransport', transportId: number });
    effects().notices.push({ type: 'transportClosed', number, transportId, participantId });
  }

  closeProducers(participantId: string, producers: readonly ProducerRecord[]): void {
    const { rooms, sound, numbers, effects } = this.#needs;
    const orphans: ConsumerRecord[] = [];
    for (const producer of producers) {
      for (const consumer of [...producer.consumers]) {
        orphans.push(consumer);
        this.dropConsumer(consumer);
      }
      this.#producers.delete(producer.producerId);
      this.#byInbound.delete(producer.inboundId);
      numbers.delete(producer.inboundId);
      sound.producerClosed(producer);
      effects().commands.push({ type: 'removeInbound', inboundId: producer.inboundId });
      if (producer.source === 'microphone') rooms.silence(participantId);
    }
    const producerIds = producers.map(({ producerId }) => producerId);
    effects().notices.push({ type: 'producersClosed', participantId, producerIds });
    this.#tellReceivers(orphans);
  }

  /** After a move: what they receive of people elsewhere, and what people elsewhere receive of them. The mix is everywhere. */
  closeAcrossRooms(participantId: string): void {
    const { rooms } = this.#needs;
    const touched = [...this.producersOf(participantId), ...this.transportsOf(participantId)];
    const across = touched
      .flatMap(({ consumers }) => [...consumers])
      .filter(({ participantId: receiverId, producer: { transport: sender } }) => {
        return sender !== undefined && !rooms.share(receiverId, sender.participantId);
      });
    for (const consumer of across) this.dropConsumer(consumer);
    this.#tellReceivers(across);
  }

  dropConsumer(consumer: ConsumerRecord): void {
    this.#consumers.delete(consumer.consumerId);
    this.#byRoute.delete(consumer.routeId);
    this.#needs.numbers.delete(consumer.routeId);
    consumer.transport.consumers.delete(consumer);
    consumer.producer.consumers.delete(consumer);
    this.#needs.effects().commands.push({ type: 'removeRoute', routeId: consumer.routeId });
    this.#needs.sound.consumerDropped(consumer);
  }

  #tellReceivers(closed: readonly ConsumerRecord[]): void {
    const byReceiver = new Map<string, string[]>();
    for (const { participantId, consumerId } of closed) {
      const consumerIds = byReceiver.get(participantId);
      if (consumerIds === undefined) byReceiver.set(participantId, [consumerId]);
      else consumerIds.push(consumerId);
    }
    for (const [participantId, consumerIds] of byReceiver) {
      this.#needs.effects().notices.push({ type: 'consumersClosed', participantId, consumerIds });
    }
  }
}
