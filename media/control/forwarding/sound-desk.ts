/**
 * What is mixed for whom. The mix is a producer that nobody sends: it is consumed like any other, and stands for all microphones and shared sounds of
 * the room that the receiver is in but the receiver's own. While anybody listens to it, every sound of the meeting is tapped and goes to the mixer;
 * otherwise nothing is.
 */
import { mixProducerId } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { SoundFormat } from '../../audio/codecs/sound-codec.ts';
import { matchingCodec } from '../negotiate/matching-codec.ts';
import { type RouterCodec, routerCodecs } from '../router-capabilities.ts';
import type { MediaIds } from './media-ids.ts';
import type { ConsumerRecord, Effects, ProducerRecord } from './records.ts';

export class SoundDesk {
  readonly #ids: MediaIds;
  readonly #roomOf: (participantId: string) => string;
  readonly #effects: () => Effects;
  readonly #sounds = new Set<ProducerRecord>();
  readonly #mixes = new Map<RouterCodec, ProducerRecord>();
  /** Those that the mixer knows, and those of them that flow. */
  readonly #listeners = new Set<ConsumerRecord>();
  readonly #listening = new Set<ConsumerRecord>();

  constructor(ids: MediaIds, roomOf: (participantId: string) => string, effects: () => Effects) {
    this.#ids = ids;
    this.#roomOf = roomOf;
    this.#effects = effects;
  }

  /** The levels of microphones come from the mixer now. */
  get isMixing(): boolean {
    return this.#listening.size > 0;
  }

  /** The mix in the best format that this receiver decodes; undefined = it decodes none. */
  mixFor(capabilities: RtpCapabilities): ProducerRecord | undefined {
    for (const codec of routerCodecs) {
      if (codec.kind !== 'audio') continue;
      if (!capabilities.codecs?.some((other) => other.kind === 'audio' && matchingCodec(other) === codec)) continue;
      return this.#mixes.get(codec) ?? this.#startMix(codec);
    }
    return undefined;
  }

  producerAdded(producer: ProducerRecord): void {
    if (producer.stream.kind !== 'audio') return;
    this.#sounds.add(producer);
    if (this.isMixing) this.#take(producer);
  }

  /** Muted or not, or treated otherwise. */
  producerChanged(producer: ProducerRecord): void {
    if (this.isMixing && this.#sounds.has(producer)) this.#setMicrophone(producer);
  }

  producerClosed(producer: ProducerRecord): void {
    if (this.#sounds.delete(producer) && this.isMixing) {
      this.#effects().sound.push({ type: 'removeMicrophone', inboundId: producer.inboundId });
    }
  }

  /** Flows now, or no longer. */
  consumerChanged(consumer: ConsumerRecord): void {
    if (consumer.producer.producerId !== mixProducerId) return;
    const wasMixing = this.isMixing;
    if (consumer.paused) this.#listening.delete(consumer);
    else this.#listening.add(consumer);
    this.#listeners.add(consumer);
    this.#setListener(consumer);
    this.#begunOrEnded(wasMixing);
  }

  /** Of all that is theirs nothing begins anew: it goes on in the room that they are in now. */
  participantMoved(participantId: string): void {
    if (this.isMixing) {
      for (const sound of this.#sounds) if (sound.participantId === participantId) this.#setMicrophone(sound);
    }
    for (const consumer of this.#listeners) if (consumer.participantId === participantId) this.#setListener(consumer);
  }

  consumerDropped(consumer: ConsumerRecord): void {
    const { producer, routeId } = consumer;
    if (producer.producerId !== mixProducerId) return;
    const wasMixing = this.isMixing;
    this.#listening.delete(consumer);
    this.#listeners.delete(consumer);
    this.#effects().sound.push({ type: 'removeListener', routeId });
    this.#begunOrEnded(wasMixing);
    if (producer.consumers.size > 0) return;
    this.#mixes.delete(producer.stream.codec);
    this.#effects().commands.push({ type: 'removeInbound', inboundId: producer.inboundId });
  }

  #begunOrEnded(wasMixing: boolean): void {
    if (wasMixing === this.isMixing) return;
    for (const producer of this.#sounds) {
      if (this.isMixing) this.#take(producer);
      else this.#release(producer);
    }
  }

  #take(producer: ProducerRecord): void {
    this.#setMicrophone(producer);
    this.#effects().commands.push({ type: 'tapInbound', inboundId: producer.inboundId, tapped: true });
  }

  #release(producer: ProducerRecord): void {
    this.#effects().commands.push({ type: 'tapInbound', inboundId: producer.inboundId, tapped: false });
    this.#effects().sound.push({ type: 'removeMicrophone', inboundId: producer.inboundId });
  }

  #setMicrophone({ inboundId, participantId, source, stream, treatment, paused }: ProducerRecord): void {
    this.#effects().sound.push({
      type: 'setMicrophone',
      microphone: {
        inboundId,
        roomId: this.#roomOf(participantId),
        ownerId: participantId,
        source: source === 'screenSound' ? 'screenSound' : 'microphone',
        format: stream.codec.format as SoundFormat,
        clockRateHz: stream.codec.clockRate,
        treatment,
        paused,
      },
    });
  }

  #setListener({ routeId, participantId, producer, paused }: ConsumerRecord): void {
    this.#effects().sound.push({
      type: 'setListener',
      listener: {
        routeId,
        roomId: this.#roomOf(participantId),
        ownerId: participantId,
        originId: producer.inboundId,
        format: producer.stream.codec.format as SoundFormat,
        paused,
      },
    });
  }

  #startMix(codec: RouterCodec): ProducerRecord {
    const inboundId = this.#ids.nextNumber();
    const mix: ProducerRecord = {
      producerId: mixProducerId,
      inboundId,
      participantId: mixProducerId,
      transport: undefined,
      source: 'microphone',
      stream: {
        kind: 'audio',
        codec,
        payloadType: codec.payloadType,
        encodings: [{}],
        scaledDownBy: [1],
        extensions: {},
        nack: true,
        stereo: codec.format === 'opus',
      },
      consumers: new Set(),
      layers: [],
      keyFrames: [],
      treatment: 'original',
      soundDelayMs: undefined,
      paused: false,
    };
    this.#mixes.set(codec, mix);
    this.#effects().commands.push({
      type: 'setOrigin',
      origin: { inboundId, kind: 'audio', format: codec.format, clockRateHz: codec.clockRate },
    });
    return mix;
  }
}
