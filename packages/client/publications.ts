/**
 * What this participant sends. Each source has a wish (track, paused) and a fact (producer); one loop per source brings the
 * fact to the wish, whatever order wishes, cuts and rebuilt transports come in.
 */
import type { ProducerView, Source, VideoCodec, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpCapabilities, RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { types } from 'mediasoup-client';
import type { CallEnvironment } from './call-environment.ts';
import { asCallFailure, type CallFailure } from './call-error.ts';
import type { Publishing } from './call-state.ts';
import { LeavingPicture } from './leaving-picture.ts';
import { sendingOptions, type VoiceCoding, voiceCoding } from './sending-options.ts';
import type { Ask } from './signalling-socket.ts';
import { codecToSend } from './video-codecs.ts';

export interface PublicationEvents {
  changed: undefined;
}

export const sources: readonly Source[] = ['microphone', 'camera', 'screen', 'screenSound'];

interface Wish {
  readonly track: MediaStreamTrack;
  readonly paused: boolean;
}

interface Slot {
  wish: Wish | undefined;
  producer: types.Producer | undefined;
  /** How `producer` was agreed on; counts for a microphone. */
  coding: VoiceCoding;
  /** What `producer` was to be sent in; counts for a picture. */
  videoCodec: VideoCodec | undefined;
  /** The producer of before, in another codec, until those who watch have the new one. */
  readonly leaving: LeavingPicture;
  /** What the server was last told of `producer`. */
  toldPaused: boolean;
  toldTreatment: VoiceTreatment | undefined;
  running: Promise<void> | undefined;
}

/** Goes along with a producer that is being made. */
interface Making {
  readonly source: Source;
  readonly paused: boolean;
  readonly treatment: VoiceTreatment;
  /** The producer whose place the new one takes. */
  readonly replaces: string | undefined;
  readonly [key: string]: unknown;
}

const emptySlot = (leaving: LeavingPicture): Slot => ({
  wish: undefined,
  producer: undefined,
  coding: 'speech',
  videoCodec: undefined,
  leaving,
  toldPaused: false,
  toldTreatment: undefined,
  running: undefined,
});

const isPicture = (source: Source): boolean => source === 'camera' || source === 'screen';

export class Publications {
  readonly events = new Emitter<PublicationEvents>();
  readonly #ask: Ask;
  readonly #slots: ReadonlyMap<Source, Slot>;
  #treatment: VoiceTreatment = 'suppressed';
  /** The microphone that the server cannot decode. */
  #unreadableId: string | undefined;
  #transport: types.Transport | undefined;
  #sendCapabilities: RtpCapabilities = {};
  #videoCodec: VideoCodec | undefined;

  constructor(ask: Ask, environment: Pick<CallEnvironment, 'setTimeout' | 'clearTimeout'>) {
    this.#ask = ask;
    this.#slots = new Map(sources.map((source) => [source, emptySlot(new LeavingPicture(ask, environment))]));
  }

  /** Rejects when the stream cannot be sent. With media still down it resolves: the stream starts as soon as it can. */
  publish(source: Source, track: MediaStreamTrack): Promise<void> {
    const paused = this.#slot(source).wish?.paused ?? false;
    track.addEventListener('ended', () => {
      if (this.#slot(source).wish?.track === track) this.unpublish(source).catch(() => undefined);
    });
    return this.#wish(source, { track, paused });
  }

  unpublish(source: Source): Promise<void> {
    return this.#wish(source, undefined);
  }

  setPaused(source: Source, paused: boolean): Promise<void> {
    const { wish } = this.#slot(source);
    return wish === undefined ? Promise.resolve() : this.#wish(source, { ...wish, paused });
  }

  replaceTrack(source: Source, track: MediaStreamTrack): Promise<void> {
    return this.publish(source, track);
  }

  /**
   * What becomes of the microphone's sound from now on. `track` was captured for that and takes the place of the one that is sent, where
   * one is. Rejects when it cannot be sent.
   */
  setVoiceTreatment(treatment: VoiceTreatment, track?: MediaStreamTrack): Promise<void> {
    this.#treatment = treatment;
    const { wish } = this.#slot('microphone');
    if (wish === undefined) return Promise.resolve();
    return track === undefined ? this.#wish('microphone', wish) : this.publish('microphone', track);
  }

  /** What the meeting's pictures are sent in from now on: those that stand are replaced under way. */
  setVideoCodec(videoCodec: VideoCodec | undefined): void {
    if (videoCodec === this.#videoCodec) return;
    this.#videoCodec = videoCodec;
    for (const source of sources.filter(isPicture)) this.#converge(source).catch(() => undefined);
  }

  handleMicrophoneReadable({ producerId, readable }: { producerId: string; readable: boolean }): void {
    if (!readable) this.#unreadableId = producerId;
    else if (this.#unreadableId === producerId) this.#unreadableId = undefined;
    this.events.emit('changed', undefined);
  }

  /** false: what the microphone sends reaches the server, and it cannot make sound of it. */
  get microphoneReadable(): boolean {
    return this.#unreadableId === undefined || this.#unreadableId !== this.producer('microphone')?.id;
  }

  track(source: Source): MediaStreamTrack | undefined {
    return this.#slot(source).wish?.track;
  }

  producer(source: Source): types.Producer | undefined {
    return this.#slot(source).producer;
  }

  publishing(source: Source): Publishing {
    const { wish, producer } = this.#slot(source);
    if (wish === undefined) return 'off';
    if (wish.paused) return 'paused';
    return producer === undefined ? 'starting' : 'on';
  }

  /** One's own producers as others see them, or are about to. */
  views(): ProducerView[] {
    return sources.flatMap((source) => {
      const { wish, producer } = this.#slot(source);
      if (wish === undefined) return [];
      const kind = wish.track.kind === 'audio' ? 'audio' : 'video';
      return [{ producerId: producer?.id ?? `own-${source}`, kind, source, paused: wish.paused } as const];
    });
  }

  handleReady(transport: types.Transport, sendCapabilities: RtpCapabilities): void {
    this.#transport = transport;
    this.#sendCapabilities = sendCapabilities;
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const { source, paused, treatment, replaces } = appData as unknown as Making;
      // Pictures may stand side by side for a while. Of sounds the server takes one of each; in one breath, so that there is no moment with neither.
      if (replaces !== undefined && !isPicture(source))
        this.#ask('closeProducer', { producerId: replaces }).catch(() => undefined);
      this.#ask('produce', {
        transportId: transport.id,
        kind,
        source,
        rtpParameters: rtpParameters as RtpParameters,
        paused,
        ...(source === 'microphone' ? { treatment } : {}),
        ...(replaces !== undefined && isPicture(source) ? { replaces } : {}),
      }).then(({ producerId }) => done({ id: producerId }), failed);
    });
    this.#convergeAll();
  }

  handleLost(): void {
    this.#transport = undefined;
    for (const slot of this.#slots.values()) {
      slot.leaving.forget();
      slot.producer = undefined;
    }
    this.events.emit('changed', undefined);
  }

  /** After a resume with the transports kept: `known` is what the server holds of ours. */
  handleResumed(known: readonly ProducerView[]): void {
    for (const slot of this.#slots.values()) slot.leaving.dismiss();
    for (const { source, producerId } of known) {
      if (producerId === this.#slot(source).producer?.id) continue;
      this.#ask('closeProducer', { producerId }).catch(() => undefined);
    }
    const byId = new Map(known.map((view) => [view.producerId, view]));
    for (const slot of this.#slots.values()) {
      if (slot.producer === undefined) continue;
      const view = byId.get(slot.producer.id);
      if (view !== undefined) slot.toldPaused = view.paused;
      else {
        slot.producer.close();
        slot.producer = undefined;
      }
    }
    this.#convergeAll();
  }

  #slot(source: Source): Slot {
    return this.#slots.get(source)!;
  }

  #wish(source: Source, wish: Wish | undefined): Promise<void> {
    const slot = this.#slot(source);
    slot.wish = wish;
    slot.leaving.dismiss();
    // At once, whatever else is under way: muted means that nothing more leaves.
    if (wish?.paused && slot.producer !== undefined && !slot.producer.paused) slot.producer.pause();
    this.events.emit('changed', undefined);
    return this.#converge(source);
  }

  #convergeAll(): void {
    for (const source of sources) this.#converge(source).catch(() => undefined);
  }

  #converge(source: Source): Promise<void> {
    const slot = this.#slot(source);
    const before = slot.running;
    const run =
      before === undefined
        ? this.#run(source, slot)
        : before.catch(() => undefined).then(() => this.#run(source, slot));
    const running = run.finally(() => {
      if (slot.running === running) slot.running = undefined;
      this.events.emit('changed', undefined);
    });
    slot.running = running;
    return running;
  }

  /** One step after the other until fact and wish agree; each step looks at both anew. Rejects when the wish was refused and given up. */
  async #run(source: Source, slot: Slot): Promise<void> {
    let refusal: CallFailure | undefined;
    const muteInstead = (wish: Wish, failure: CallFailure): void => {
      refusal = failure;
      if (slot.wish === wish) slot.wish = { ...wish, paused: true };
      slot.producer?.pause();
      slot.toldPaused = true;
      this.events.emit('changed', undefined);
    };
    for (;;) {
      const { wish, producer } = slot;
      if (producer?.closed) slot.producer = undefined;
      else if (wish === undefined) {
        if (producer === undefined) break;
        slot.producer = undefined;
        producer.close();
        await this.#ask('closeProducer', { producerId: producer.id }).catch(() => undefined);
      } else if (producer === undefined) {
        if (this.#transport === undefined) break;
        if (!(await this.#produce(source, slot, wish, this.#transport, muteInstead))) break;
      } else if (source === 'microphone' && slot.coding !== voiceCoding(this.#treatment)) {
        if (this.#transport === undefined) break;
        if (!(await this.#produce(source, slot, wish, this.#transport, muteInstead))) break;
      } else if (isPicture(source) && slot.videoCodec !== this.#videoCodec) {
        if (this.#transport === undefined) break;
        if (!(await this.#produce(source, slot, wish, this.#transport, muteInstead))) break;
      } else if (producer.track !== wish.track) {
        await this.#replaceTrack(slot, producer, wish);
      } else if (producer.paused !== wish.paused) {
        if (wish.paused) producer.pause();
        else producer.resume();
      } else if (slot.toldPaused !== wish.paused) {
        slot.toldPaused = wish.paused;
        // Unanswered means cut, and then the resume tells it again.
        await this.#ask('setProducerPaused', { producerId: producer.id, paused: wish.paused }).catch(
          (error: unknown) => {
            const failure = asCallFailure(error);
            if (failure.code === 'unmute_off') muteInstead(wish, failure);
          },
        );
      } else if (source === 'microphone' && slot.toldTreatment !== this.#treatment) {
        if (!(await this.#tellTreatment(slot, producer))) break;
      } else break;
    }
    if (refusal !== undefined) throw refusal;
  }

  /** Answers false when it did not arrive: then the resume tells it again. */
  async #tellTreatment(slot: Slot, producer: types.Producer): Promise<boolean> {
    const treatment = this.#treatment;
    try {
      await this.#ask('setVoiceTreatment', { producerId: producer.id, treatment });
    } catch {
      return false;
    }
    if (slot.producer === producer) slot.toldTreatment = treatment;
    return true;
  }

  /**
   * A producer that stands already is replaced: the new one is negotiated while it still sounds. Answers false when it has to wait for the
   * next transport or resume.
   */
  async #produce(
    source: Source,
    slot: Slot,
    wish: Wish,
    transport: types.Transport,
    muteInstead: (wish: Wish, failure: CallFailure) => void,
  ): Promise<boolean> {
    const former = slot.producer;
    const treatment = this.#treatment;
    const videoCodec = this.#videoCodec;
    const codec = isPicture(source) ? codecToSend(this.#sendCapabilities, videoCodec) : undefined;
    // Of two the server knows; a third is too many.
    slot.leaving.dismiss();
    const making: Making = { source, paused: wish.paused, treatment, replaces: former?.id };
    try {
      const producer = await transport.produce({
        track: wish.track,
        ...sendingOptions(source, wish.track, treatment, codec),
        stopTracks: false,
        disableTrackOnPause: false,
        zeroRtpOnPause: true,
        appData: making,
      });
      if (transport !== this.#transport) return this.#transport !== undefined;
      if (former !== undefined && isPicture(source)) {
        slot.leaving.hold(former);
        if (slot.wish !== wish || wish.paused) slot.leaving.dismiss();
      } else former?.close();
      slot.producer = producer;
      slot.videoCodec = videoCodec;
      slot.coding = voiceCoding(treatment);
      slot.toldPaused = wish.paused;
      slot.toldTreatment = treatment;
      this.events.emit('changed', undefined);
      return true;
    } catch (error) {
      if (transport !== this.#transport) return this.#transport !== undefined;
      if (former !== undefined && isPicture(source)) {
        // It stands as it was: a picture in the other codec is better than none. After a cut it is tried again.
        const failure = asCallFailure(error);
        if (failure.code === 'connection_lost' || failure.code === 'media_restarting') return false;
        slot.videoCodec = videoCodec;
        return true;
      }
      if (former !== undefined) {
        // How far it came is not known; the server has at most one of the two.
        this.#ask('closeProducer', { producerId: former.id }).catch(() => undefined);
        former.close();
        slot.producer = undefined;
      }
      const failure = asCallFailure(error);
      if (failure.code === 'connection_lost' || failure.code === 'media_restarting') return false;
      if (failure.code === 'unmute_off') {
        muteInstead(wish, failure);
        return true;
      }
      if (slot.wish === wish) slot.wish = undefined;
      throw failure;
    }
  }

  async #replaceTrack(slot: Slot, producer: types.Producer, wish: Wish): Promise<void> {
    try {
      await producer.replaceTrack({ track: wish.track });
    } catch (error) {
      // The transport went meanwhile: the new one gets the new track.
      if (producer.closed) return;
      if (slot.wish === wish) slot.wish = undefined;
      throw asCallFailure(error);
    }
  }
}
