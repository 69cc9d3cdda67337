/**
 * The invisible subscriber of each room that is recorded: a direct transport that consumes the mix, and one picture at the best layer there is. A new
 * picture is consumed beside the old one until its first key frame has passed, so that the recording has no hole between them.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { RecorderCommand } from '../../recorder/commands.ts';
import { unboundedBudget } from '../bandwidth-budget.ts';
import { type PictureCandidate, recordedPicture } from '../recorded-picture.ts';
import { routerRtpCapabilities } from '../router-capabilities.ts';
import { needKeyFrame } from './key-frame-desk.ts';
import { allocateLayers } from './layer-allocation.ts';
import type { MediaIds } from './media-ids.ts';
import { newConsumer } from './new-consumer.ts';
import type { ConsumerRecord, Effects, ProducerRecord, TransportRecord } from './records.ts';
import type { RoomsDesk } from './rooms-desk.ts';
import type { SoundDesk } from './sound-desk.ts';
import type { StandingMedia } from './standing-media.ts';

export interface RoomRecording {
  readonly recordingId: string;
  readonly roomId: string;
}

interface Recording extends RoomRecording {
  readonly transport: TransportRecord;
  /** Its key frame has come; and what takes over from it when its own has. */
  shown: ConsumerRecord | undefined;
  next: ConsumerRecord | undefined;
  speaker: string | null;
  /** As the recorder was told. */
  soundDelayMs: number;
}

export interface RecordingDeskNeeds {
  readonly ids: MediaIds;
  readonly rooms: RoomsDesk;
  readonly sound: SoundDesk;
  readonly standing: StandingMedia;
  effects(): Effects;
}

/** A delay that changed by less is not told: no ear hears it. */
const toldFromMs = 5;
/** As large as any layer there is. */
const tile = { tileWidthPx: 7_680, tileHeightPx: 4_320 };
const capabilities = routerRtpCapabilities();

export class RecordingDesk {
  readonly #needs: RecordingDeskNeeds;
  readonly #recordings = new Map<string, Recording>();

  constructor(needs: RecordingDeskNeeds) {
    this.#needs = needs;
  }

  /** These and no others are recorded from now on. */
  set(wanted: readonly RoomRecording[], nowMs: number): void {
    const ids = new Set(wanted.map(({ recordingId }) => recordingId));
    for (const recording of [...this.#recordings.values()]) if (!ids.has(recording.recordingId)) this.#end(recording);
    for (const recording of wanted) if (!this.#recordings.has(recording.recordingId)) this.#begin(recording);
    this.look(nowMs);
  }

  /** Several times a second: whose picture it is now, and who speaks. */
  look(nowMs: number): void {
    for (const recording of this.#recordings.values()) {
      this.#lookAtSpeaker(recording);
      this.#lookAtPicture(recording, nowMs);
      this.#lookAtSound(recording);
      allocateLayers(this.#needs.effects(), recording.transport, recording.speaker, nowMs);
    }
  }

  /** The plane's `layerSwitched`: from here on there are pictures of this route. */
  pictureBegins(routeId: number): void {
    for (const recording of this.#recordings.values()) {
      const { next, shown } = recording;
      if (next?.routeId !== routeId) continue;
      if (shown !== undefined) this.#drop(shown);
      recording.shown = next;
      recording.next = undefined;
    }
  }

  /** The recorder wants to cut here. */
  wantKeyFrame(routeId: number, nowMs: number): void {
    const consumer = this.#needs.standing.byRoute.get(routeId);
    if (consumer !== undefined) needKeyFrame(this.#needs.effects(), consumer.producer, consumer.spatialLayer, nowMs);
  }

  close(): void {
    for (const recording of [...this.#recordings.values()]) this.#end(recording);
  }

  #begin({ recordingId, roomId }: RoomRecording): void {
    const { ids, rooms, sound, standing, effects } = this.#needs;
    const number = ids.nextNumber();
    const participantId = `recorder-${recordingId}`;
    const transport: TransportRecord = {
      transportId: ids.name('t', number),
      number,
      participantId,
      direction: 'receive',
      consumers: new Set(),
      nextMid: 0,
      up: true,
      estimateBps: undefined,
      budget: unboundedBudget,
    };
    rooms.move(participantId, roomId);
    standing.addTransport(transport);
    effects().commands.push({ type: 'setTransport', transportId: number, direct: true });
    const mix = sound.mixFor(capabilities);
    const listener = mix && this.#consume(transport, mix);
    if (listener === undefined) return;
    sound.consumerChanged(listener);
    this.#recordings.set(recordingId, {
      recordingId,
      roomId,
      transport,
      shown: undefined,
      next: undefined,
      speaker: null,
      soundDelayMs: limits.voiceDelayMinMs,
    });
    this.#tell({ type: 'begin', recordingId, conferenceId: roomId, soundRouteId: listener.routeId });
  }

  #end(recording: Recording): void {
    const { recordingId, transport } = recording;
    this.#recordings.delete(recordingId);
    this.#needs.standing.closeTransport(transport);
    this.#needs.rooms.forget(transport.participantId);
    this.#tell({ type: 'end', recordingId });
  }

  #lookAtSpeaker(recording: Recording): void {
    const speaker = this.#needs.rooms.activeAround(recording.transport.participantId);
    if (speaker === recording.speaker) return;
    recording.speaker = speaker;
    this.#tell({ type: 'speaker', recordingId: recording.recordingId, participantId: speaker });
  }

  #lookAtPicture(recording: Recording, nowMs: number): void {
    const { standing } = this.#needs;
    const stands = (consumer: ConsumerRecord | undefined) =>
      consumer !== undefined && standing.consumers.has(consumer.consumerId) ? consumer : undefined;
    const { recordingId, roomId, transport } = recording;
    const before = recording.next ?? recording.shown;
    recording.shown = stands(recording.shown);
    recording.next = stands(recording.next);
    const chosenId = recordedPicture(this.#candidates(roomId), recording.speaker, before?.producer.participantId);
    const chosen = chosenId === undefined ? undefined : standing.producers.get(chosenId);
    const current = recording.next ?? recording.shown;
    if (chosen === current?.producer && current === before) return;
    if (recording.next !== undefined) this.#drop(recording.next);
    recording.next = undefined;
    if (chosen === undefined) {
      if (recording.shown !== undefined) this.#drop(recording.shown);
      recording.shown = undefined;
      this.#tell({ type: 'picture', recordingId, picture: null });
      return;
    }
    // Back to what is shown still, before another has taken over.
    if (recording.shown?.producer === chosen) {
      this.#tellPicture(recordingId, recording.shown);
      return;
    }
    const consumer = this.#consume(transport, chosen);
    if (consumer === undefined) return;
    Object.assign(consumer, tile);
    recording.next = consumer;
    this.#tellPicture(recordingId, consumer);
    allocateLayers(this.#needs.effects(), transport, recording.speaker, nowMs);
    needKeyFrame(this.#needs.effects(), chosen, consumer.spatialLayer, nowMs);
  }

  /** What belongs to the picture: whoever shares a screen with its sound is seen to move with that. */
  #lookAtSound(recording: Recording): void {
    const shown = (recording.next ?? recording.shown)?.producer;
    if (shown === undefined) return;
    const sounds = this.#needs.standing
      .producersOf(shown.participantId)
      .filter(({ soundDelayMs, paused }) => soundDelayMs !== undefined && !paused);
    const ofScreen = shown.source === 'screen' ? sounds.find(({ source }) => source === 'screenSound') : undefined;
    const delayMs = (ofScreen ?? sounds.find(({ source }) => source === 'microphone'))?.soundDelayMs;
    if (delayMs === undefined || Math.abs(delayMs - recording.soundDelayMs) < toldFromMs) return;
    recording.soundDelayMs = delayMs;
    this.#tell({ type: 'soundDelay', recordingId: recording.recordingId, delayMs });
  }

  #tellPicture(recordingId: string, { routeId, producer }: ConsumerRecord): void {
    const { participantId, source, stream } = producer;
    const picture = {
      routeId,
      participantId,
      source: source === 'screen' ? 'screen' : 'camera',
      format: stream.codec.format === 'h264' ? 'h264' : 'vp8',
    } as const;
    this.#tell({ type: 'picture', recordingId, picture });
  }

  #candidates(roomId: string): PictureCandidate[] {
    const candidates: PictureCandidate[] = [];
    for (const { producerId, participantId, source, paused, layers } of this.#needs.standing.producers.values()) {
      if (paused || (source !== 'camera' && source !== 'screen')) continue;
      // One that sends nothing would never take over.
      if (!layers.some(({ active }) => active)) continue;
      if (this.#needs.rooms.roomOf(participantId) === roomId) candidates.push({ producerId, participantId, source });
    }
    return candidates;
  }

  #consume(transport: TransportRecord, producer: ProducerRecord): ConsumerRecord | undefined {
    const made = newConsumer(this.#needs.ids, transport, producer, capabilities);
    if (made === undefined) return undefined;
    const { consumer, route } = made;
    consumer.paused = false;
    this.#needs.standing.addConsumer(consumer);
    this.#needs.effects().commands.push({ type: 'setRoute', route: { ...route, paused: false } });
    return consumer;
  }

  #drop(consumer: ConsumerRecord): void {
    this.#needs.standing.dropConsumer(consumer);
  }

  #tell(command: RecorderCommand): void {
    this.#needs.effects().recorder.push(command);
  }
}
