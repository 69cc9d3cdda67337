/**
 * The media of one conference, all its rooms together: who may open what, and what the plane must be told. Deterministic: time comes with each call, and
 * everything to be done is left in `effects` for the shell to take. Nobody ever consumes what somebody in another room sends.
 */
import { limits } from '@veche/contracts/limits.ts';
import { mixProducerId, type VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities } from '@veche/contracts/signalling/media-parameters.ts';
import type { ConsumerDescription, TileNeed } from '@veche/contracts/signalling/methods.ts';
import type { MicrophoneReadable, VoiceLevel } from '../../audio/commands.ts';
import type { EncodingHealth, InboundLevel, RouteHealth } from '../../plane/events.ts';
import type { SpeakerLevel } from '../active-speaker.ts';
import { unboundedBudget } from '../bandwidth-budget.ts';
import { acceptStream } from '../negotiate/producer-parameters.ts';
import type { NetworkGrading } from '../network-grade.ts';
import { keyFrameCame, needKeyFrame, tickKeyFrames } from './key-frame-desk.ts';
import { allocateLayers } from './layer-allocation.ts';
import type { MediaIds } from './media-ids.ts';
import { takeHealth } from './network-health.ts';
import { consumerOf, newConsumer } from './new-consumer.ts';
import { isFree, newProducer, type StreamToProduce } from './new-producer.ts';
import { RecordingDesk, type RoomRecording } from './recording-desk.ts';
import {
  type ConsumerRecord,
  done,
  type Effects,
  type MediaResult,
  type ProducerRecord,
  refused,
  type TransportRecord,
} from './records.ts';
import { type Move, RoomsDesk } from './rooms-desk.ts';
import { SoundDesk } from './sound-desk.ts';
import { StandingMedia } from './standing-media.ts';

const noEffects = (): Effects => ({ commands: [], sound: [], recorder: [], notices: [] });

export class ConferenceMedia {
  readonly #ids: MediaIds;
  readonly #rooms: RoomsDesk;
  readonly #sound: SoundDesk;
  readonly #standing: StandingMedia;
  readonly #gradings = new Map<string, NetworkGrading>();
  readonly #recording: RecordingDesk;
  #effects: Effects = noEffects();

  /**
   * The main room has the conference's own id. `owners`, shared by all conferences of a worker, is kept true here: it tells whose each of the plane's
   * numbers is.
   */
  constructor(conferenceId: string, ids: MediaIds, owners: Map<number, ConferenceMedia>) {
    this.#ids = ids;
    const effects = () => this.#effects;
    const rooms = new RoomsDesk(conferenceId, effects);
    const sound = new SoundDesk(ids, (participantId) => rooms.roomOf(participantId), effects);
    const numbers = {
      add: (number: number) => void owners.set(number, this),
      delete: (number: number) => void owners.delete(number),
    };
    this.#rooms = rooms;
    this.#sound = sound;
    const standing = new StandingMedia({ rooms, sound, numbers, effects });
    this.#standing = standing;
    this.#recording = new RecordingDesk({ ids, rooms, sound, standing, effects });
  }

  /** Neither has anybody media, nor is anybody expected in a room. */
  get isEmpty(): boolean {
    return this.#standing.transports.size === 0 && this.#rooms.isEmpty;
  }

  /** What has been decided since the last call; each thing is given once. */
  drain(): Effects {
    const effects = this.#effects;
    const { commands, sound, recorder, notices } = effects;
    if (commands.length + sound.length + recorder.length + notices.length > 0) this.#effects = noEffects();
    return effects;
  }

  openTransport(participantId: string, direction: 'send' | 'receive'): MediaResult<TransportRecord> {
    if (this.#standing.transportsOf(participantId).length >= limits.transportsPerParticipant)
      return refused('media_limit');
    const number = this.#ids.nextNumber();
    const transport: TransportRecord = {
      transportId: this.#ids.name('t', number),
      number,
      participantId,
      direction,
      consumers: new Set(),
      nextMid: 0,
      up: undefined,
      estimateBps: undefined,
      budget: unboundedBudget,
    };
    this.#standing.addTransport(transport);
    return done(transport);
  }

  transport(participantId: string, transportId: string): MediaResult<TransportRecord> {
    const transport = this.#standing.transports.get(transportId);
    return transport?.participantId === participantId ? done(transport) : refused('media_not_found');
  }

  /** Packets can flow, or no longer can. When they begin to, receivers need a key frame at once. */
  setTransportUp(transportId: string, up: boolean, nowMs: number): void {
    const transport = this.#standing.transports.get(transportId);
    if (transport === undefined || transport.up === up) return;
    transport.up = up;
    if (!up) return;
    for (const consumer of transport.consumers) {
      if (!consumer.paused) needKeyFrame(this.#effects, consumer.producer, consumer.spatialLayer, nowMs);
    }
  }

  closeTransport(participantId: string, transportId: string): MediaResult<undefined> {
    const found = this.transport(participantId, transportId);
    if (!found.ok) return found;
    this.#standing.closeTransport(found.value);
    return done(undefined);
  }

  produce(participantId: string, wanted: StreamToProduce, nowMs: number): MediaResult<string> {
    const found = this.transport(participantId, wanted.transportId);
    if (!found.ok) return found;
    const transport = found.value;
    if (transport.direction !== 'send') return refused('invalid_request');
    const owned = this.#standing.producersOf(participantId);
    if (owned.length >= limits.producersPerParticipant) return refused('media_limit');
    if (!isFree(wanted, owned)) return refused('source_in_use');
    const isSound = wanted.source === 'microphone' || wanted.source === 'screenSound';
    if (isSound !== (wanted.kind === 'audio')) return refused('invalid_request');
    const accepted = acceptStream(wanted.kind, wanted.rtpParameters);
    if (!accepted.ok) return refused(accepted.error);

    const { producer, inbound } = newProducer(this.#ids, transport, wanted, accepted.value);
    const { inboundId } = inbound;
    this.#standing.addProducer(producer);
    this.#effects.commands.push({ type: 'setInbound', inbound });
    this.#effects.commands.push({ type: 'pauseInbound', inboundId, paused: wanted.paused });
    this.#sound.producerAdded(producer);
    this.tick(nowMs);
    return done(producer.producerId);
  }

  setProducerPaused(participantId: string, producerId: string, paused: boolean, nowMs: number): MediaResult<undefined> {
    const producer = this.#standing.producers.get(producerId);
    if (producer?.participantId !== participantId) return refused('media_not_found');
    if (producer.paused === paused) return done(undefined);
    producer.paused = paused;
    this.#effects.commands.push({ type: 'pauseInbound', inboundId: producer.inboundId, paused });
    this.#sound.producerChanged(producer);
    if (paused) {
      if (producer.source === 'microphone') this.#rooms.silence(participantId);
      return done(undefined);
    }
    for (const consumer of producer.consumers) {
      if (!consumer.paused) needKeyFrame(this.#effects, producer, consumer.spatialLayer, nowMs);
    }
    return done(undefined);
  }

  setVoiceTreatment(participantId: string, producerId: string, treatment: VoiceTreatment): MediaResult<undefined> {
    const producer = this.#standing.producers.get(producerId);
    if (producer?.participantId !== participantId) return refused('media_not_found');
    producer.treatment = treatment;
    this.#sound.producerChanged(producer);
    return done(undefined);
  }

  closeProducer(participantId: string, producerId: string): MediaResult<undefined> {
    const producer = this.#standing.producers.get(producerId);
    if (producer?.participantId !== participantId) return refused('media_not_found');
    this.#standing.closeProducers(participantId, [producer]);
    return done(undefined);
  }

  /** Producers that are gone, in another room, or that this receiver cannot decode, are left out. Asked again, the same consumer is answered. */
  consume(
    participantId: string,
    transportId: string,
    rtpCapabilities: RtpCapabilities,
    producerIds: readonly string[],
  ): MediaResult<ConsumerDescription[]> {
    const found = this.transport(participantId, transportId);
    if (!found.ok) return found;
    const transport = found.value;
    if (transport.direction !== 'receive') return refused('invalid_request');
    if (transport.consumers.size + producerIds.length > limits.consumersPerParticipant) return refused('media_limit');
    const consumers: ConsumerDescription[] = [];
    for (const producerId of new Set(producerIds)) {
      const producer =
        producerId === mixProducerId
          ? this.#sound.mixFor(rtpCapabilities)
          : this.#producerAround(participantId, producerId);
      if (producer === undefined) continue;
      const consumer = consumerOf(transport, producer) ?? this.#startConsumer(transport, producer, rtpCapabilities);
      if (consumer === undefined) continue;
      const { consumerId, rtpParameters } = consumer;
      consumers.push({ consumerId, producerId, kind: producer.stream.kind, rtpParameters });
    }
    return done(consumers);
  }

  closeConsumers(participantId: string, consumerIds: readonly string[]): void {
    for (const consumerId of consumerIds) {
      const consumer = this.#standing.consumers.get(consumerId);
      if (consumer?.participantId === participantId) this.#standing.dropConsumer(consumer);
    }
  }

  /** What is not named is paused. */
  setTiles(participantId: string, tiles: readonly TileNeed[], nowMs: number): void {
    const needs = new Map(tiles.map((tile) => [tile.consumerId, tile]));
    for (const transport of this.#standing.transportsOf(participantId)) {
      const resumed: ConsumerRecord[] = [];
      for (const consumer of transport.consumers) {
        const need = needs.get(consumer.consumerId);
        consumer.tileWidthPx = need?.widthPx ?? 0;
        consumer.tileHeightPx = need?.heightPx ?? 0;
        const paused = need === undefined;
        if (consumer.paused === paused) continue;
        consumer.paused = paused;
        this.#sound.consumerChanged(consumer);
        if (paused) this.#effects.commands.push({ type: 'pauseRoute', routeId: consumer.routeId, paused });
        else resumed.push(consumer);
      }
      this.#allocate(transport, nowMs);
      for (const consumer of resumed) {
        this.#effects.commands.push({ type: 'pauseRoute', routeId: consumer.routeId, paused: false });
        if (transport.up) needKeyFrame(this.#effects, consumer.producer, consumer.spatialLayer, nowMs);
      }
    }
  }

  /** Their transports and producers stay, and so does their mix, which is the new room's from now on. Holds until they are removed. */
  moveParticipants(moves: readonly Move[]): void {
    const moved = moves.filter(({ participantId, roomId }) => this.#rooms.move(participantId, roomId));
    for (const { participantId } of moved) this.#standing.closeAcrossRooms(participantId);
    for (const { participantId } of moved) this.#sound.participantMoved(participantId);
  }

  /** These rooms and no others are recorded from now on. The meeting's own id is the main room. */
  setRecordings(recordings: readonly RoomRecording[], nowMs: number): void {
    this.#recording.set(recordings, nowMs);
  }

  /** The recorder wants to cut at this route's next picture. */
  wantKeyFrame(routeId: number, nowMs: number): void {
    this.#recording.wantKeyFrame(routeId, nowMs);
  }

  layerSwitched(routeId: number): void {
    this.#recording.pictureBegins(routeId);
  }

  removeParticipant(participantId: string): void {
    for (const transport of this.#standing.transportsOf(participantId)) this.#standing.closeTransport(transport);
    this.#gradings.delete(participantId);
    this.#rooms.forget(participantId);
  }

  close(): void {
    this.#recording.close();
    for (const transport of [...this.#standing.transports.values()]) this.#standing.closeTransport(transport);
    this.#rooms.clear();
    this.#effects.notices.splice(
      0,
      this.#effects.notices.length,
      ...this.#effects.notices.filter(({ type }) => type === 'transportClosed'),
    );
  }

  /** The plane's `encodingActive`. */
  setEncodingActive(inboundId: number, spatialLayer: number, active: boolean, nowMs: number): void {
    const producer = this.#standing.byInbound.get(inboundId);
    const layer = producer?.layers[spatialLayer];
    if (producer === undefined || layer === undefined || layer.active === active) return;
    producer.layers[spatialLayer] = { ...layer, active };
    if (producer.stream.kind !== 'video') return;
    for (const transport of new Set([...producer.consumers].map((consumer) => consumer.transport))) {
      this.#allocate(transport, nowMs);
    }
  }

  keyFrameNeeded(inboundId: number, spatialLayer: number, nowMs: number): void {
    const producer = this.#standing.byInbound.get(inboundId);
    if (producer !== undefined) needKeyFrame(this.#effects, producer, spatialLayer, nowMs);
  }

  keyFrameArrived(inboundId: number, spatialLayer: number): void {
    const producer = this.#standing.byInbound.get(inboundId);
    if (producer !== undefined) keyFrameCame(producer, spatialLayer);
  }

  bandwidthEstimated(transportNumber: number, bitrateBps: number): void {
    const transport = this.#standing.byNumber.get(transportNumber);
    if (transport !== undefined) transport.estimateBps = bitrateBps;
  }

  /** What senders write into their packets; where voices are mixed, the mixer knows better. */
  hear(levels: readonly InboundLevel[], nowMs: number): void {
    if (!this.#sound.isMixing) this.#hearVoices(levels, nowMs);
  }

  /** The mixer's, of cleaned voices: noise, however loud, is told as silence. */
  hearMixed(levels: readonly VoiceLevel[], nowMs: number): void {
    for (const { inboundId, delayMs } of levels) {
      const producer = this.#standing.byInbound.get(inboundId);
      if (producer !== undefined) producer.soundDelayMs = delayMs;
    }
    this.#hearVoices(
      levels.map((level) => (level.voice ? level : { ...level, levelDbov: 127 })),
      nowMs,
    );
  }

  microphoneReadable({ inboundId, readable }: MicrophoneReadable): void {
    const producer = this.#standing.byInbound.get(inboundId);
    if (producer === undefined) return;
    const { participantId, producerId } = producer;
    this.#effects.notices.push({ type: 'microphoneReadable', participantId, producerId, readable });
  }

  /** Once a second. */
  takeHealth(encodings: readonly EncodingHealth[], routes: readonly RouteHealth[], nowMs: number): void {
    const view = {
      transports: () => this.#standing.transports.values(),
      producer: (inboundId: number) => this.#standing.byInbound.get(inboundId),
      consumer: (routeId: number) => this.#standing.byRoute.get(routeId),
    };
    const grades = takeHealth(view, this.#gradings, encodings, routes, nowMs);
    if (grades.length > 0) this.#effects.notices.push({ type: 'grades', grades });
    for (const transport of this.#standing.transports.values()) this.#allocate(transport, nowMs);
  }

  /** Every 100 ms or so: key frames that are due, voices that fell silent without a word. */
  tick(nowMs: number): void {
    for (const producer of this.#standing.producers.values()) tickKeyFrames(this.#effects, producer, nowMs);
    this.#rooms.tick(nowMs);
    this.#recording.look(nowMs);
  }

  #hearVoices(levels: readonly InboundLevel[], nowMs: number): void {
    const heard: SpeakerLevel[] = [];
    for (const { inboundId, levelDbov, voice } of levels) {
      const producer = this.#standing.byInbound.get(inboundId);
      if (producer?.source !== 'microphone' || producer.paused) continue;
      heard.push({ participantId: producer.participantId, levelDbov, voice });
    }
    this.#rooms.hear(heard, nowMs);
  }

  #allocate(transport: TransportRecord, nowMs: number): void {
    allocateLayers(this.#effects, transport, this.#rooms.activeAround(transport.participantId), nowMs);
  }

  #startConsumer(
    transport: TransportRecord,
    producer: ProducerRecord,
    capabilities: RtpCapabilities,
  ): ConsumerRecord | undefined {
    const made = newConsumer(this.#ids, transport, producer, capabilities);
    if (made === undefined) return undefined;
    const { consumer, route } = made;
    this.#standing.addConsumer(consumer);
    this.#effects.commands.push({ type: 'setRoute', route });
    return consumer;
  }

  #producerAround(participantId: string, producerId: string): ProducerRecord | undefined {
    const producer = this.#standing.producers.get(producerId);
    return producer !== undefined && this.#rooms.share(participantId, producer.participantId) ? producer : undefined;
  }
}
