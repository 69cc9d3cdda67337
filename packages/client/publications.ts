/**
 * What this participant sends. Each source has a wish (track, paused) and a fact (producer); one loop per source brings the
 * fact to the wish, whatever order wishes, cuts and rebuilt transports come in.
 */
import type { ProducerView, Source } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import { Emitter } from '@veche/kernel/emitter.ts';
import type { types } from 'mediasoup-client';
import { asCallFailure } from './call-error.ts';
import type { Publishing } from './call-state.ts';
import type { Ask } from './signalling-socket.ts';
import { cameraEncodings, screenEncodings } from './simulcast-encodings.ts';

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
  /** What the server was last told of `producer`. */
  toldPaused: boolean;
  running: Promise<void> | undefined;
}

export class Publications {
  readonly events = new Emitter<PublicationEvents>();
  readonly #ask: Ask;
  readonly #slots = new Map<Source, Slot>(
    sources.map((source) => [source, { wish: undefined, producer: undefined, toldPaused: false, running: undefined }]),
  );
  #transport: types.Transport | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
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

  handleReady(transport: types.Transport): void {
    this.#transport = transport;
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const { source, paused } = appData as { source: Source; paused: boolean };
      this.#ask('produce', {
        transportId: transport.id,
        kind,
        source,
        rtpParameters: rtpParameters as RtpParameters,
        paused,
      }).then(({ producerId }) => done({ id: producerId }), failed);
    });
    this.#convergeAll();
  }

  handleLost(): void {
    this.#transport = undefined;
    for (const slot of this.#slots.values()) slot.producer = undefined;
    this.events.emit('changed', undefined);
  }

  /** After a resume with the transports kept: `known` is what the server holds of ours. */
  handleResumed(known: readonly ProducerView[]): void {
    const bySource = new Map(known.map((view) => [view.source, view]));
    for (const [source, slot] of this.#slots) {
      const view = bySource.get(source);
      if (view !== undefined && view.producerId !== slot.producer?.id) {
        this.#ask('closeProducer', { producerId: view.producerId }).catch(() => undefined);
      }
      if (slot.producer === undefined) continue;
      if (view?.producerId === slot.producer.id) slot.toldPaused = view.paused;
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

  /** One step after the other until fact and wish agree; each step looks at both anew. */
  async #run(source: Source, slot: Slot): Promise<void> {
    for (;;) {
      const { wish, producer } = slot;
      if (producer?.closed) slot.producer = undefined;
      else if (wish === undefined) {
        if (producer === undefined) return;
        slot.producer = undefined;
        producer.close();
        await this.#ask('closeProducer', { producerId: producer.id }).catch(() => undefined);
      } else if (producer === undefined) {
        if (this.#transport === undefined) return;
        if (!(await this.#produce(source, slot, wish, this.#transport))) return;
      } else if (producer.track !== wish.track) {
        await this.#replaceTrack(slot, producer, wish);
      } else if (producer.paused !== wish.paused) {
        if (wish.paused) producer.pause();
        else producer.resume();
      } else if (slot.toldPaused !== wish.paused) {
        slot.toldPaused = wish.paused;
        // Unanswered means cut, and then the resume tells it again.
        await this.#ask('setProducerPaused', { producerId: producer.id, paused: wish.paused }).catch(() => undefined);
      } else return;
    }
  }

  /** Answers false when it has to wait for the next transport or resume. */
  async #produce(source: Source, slot: Slot, wish: Wish, transport: types.Transport): Promise<boolean> {
    try {
      const producer = await transport.produce({
        track: wish.track,
        ...sendingOptions(source, wish.track),
        stopTracks: false,
        disableTrackOnPause: false,
        zeroRtpOnPause: true,
        appData: { source, paused: wish.paused },
      });
      if (transport !== this.#transport) return this.#transport !== undefined;
      slot.producer = producer;
      slot.toldPaused = wish.paused;
      this.events.emit('changed', undefined);
      return true;
    } catch (error) {
      if (transport !== this.#transport) return this.#transport !== undefined;
      const failure = asCallFailure(error);
      if (failure.code === 'connection_lost' || failure.code === 'media_restarting') return false;
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

type SendingOptions = Pick<types.ProducerOptions, 'encodings' | 'codecOptions'>;

function sendingOptions(source: Source, track: MediaStreamTrack): SendingOptions {
  switch (source) {
    case 'microphone':
      return { codecOptions: { opusDtx: true, opusFec: true, opusMaxAverageBitrate: 40_000 } };
    case 'screenSound':
      return { codecOptions: { opusStereo: true, opusDtx: false, opusFec: true, opusMaxAverageBitrate: 96_000 } };
    case 'camera': {
      const { width = 0, height = 0 } = track.getSettings?.() ?? {};
      return {
        encodings: cameraEncodings({ widthPx: width, heightPx: height }),
        codecOptions: { videoGoogleStartBitrate: 1_000 },
      };
    }
    case 'screen':
      if ('contentHint' in track && track.contentHint === '') track.contentHint = 'detail';
      return { encodings: screenEncodings(), codecOptions: { videoGoogleStartBitrate: 1_000 } };
  }
}
