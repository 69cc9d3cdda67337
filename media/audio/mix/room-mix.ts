/**
 * The sound of one room of a meeting: every 20 ms each microphone gives its frame, all that is heard is added up, and each listener gets the sum without
 * what is their own. What costs anything is voices that speak: one decoding and cleaning each, one encoding each, and one for all who are silent.
 */

import type { SoundFormat, SoundLibrary } from '../codecs/sound-codec.ts';
import type { ListenerSettings, MicrophoneSettings } from '../commands.ts';
import { createSoundFrame, frameSamples, type SoundFrame } from '../frame.ts';
import { Microphone } from '../voice/microphone.ts';
import { MixOutputs, type SoundSink } from './mix-outputs.ts';
import type { EncoderSource } from './output-stream.ts';

/** How the mix is encoded. */
export interface MixQuality {
  readonly monoBps: number;
  readonly stereoBps: number;
  readonly complexity: number;
}

/** After stereo was heard, the mix stays stereo for so long: 2 s. */
const stereoTicks = 100;

/** What is added to the mix in one tick, and whose listeners do not get it. */
interface Heard {
  readonly ownerId: string;
  readonly frame: SoundFrame;
}

export class RoomMix {
  readonly #library: SoundLibrary;
  readonly #quality: MixQuality;
  readonly #microphones = new Map<number, Microphone>();
  readonly #listeners = new Map<number, ListenerSettings>();
  readonly #outputs = new Map<number, MixOutputs>();
  readonly #leaving = new Set<number>();
  /** Of microphones that have moved to another room since the last tick. */
  readonly #echoes: Heard[] = [];
  /** In this tick. */
  readonly #heard: Heard[] = [];
  readonly #heardOwners = new Set<string>();
  readonly #total = createSoundFrame();
  readonly #scratch: SoundFrame;
  #stereoLeft = 0;

  /** `scratch` is the thread's: mixes are made one after the other. */
  constructor(library: SoundLibrary, quality: MixQuality, scratch: SoundFrame) {
    this.#library = library;
    this.#quality = quality;
    this.#scratch = scratch;
  }

  get isEmpty(): boolean {
    return this.#microphones.size === 0 && this.#listeners.size === 0;
  }

  microphones(): IterableIterator<Microphone> {
    return this.#microphones.values();
  }

  microphone(inboundId: number): Microphone | undefined {
    return this.#microphones.get(inboundId);
  }

  get streams(): number {
    let streams = 0;
    for (const outputs of this.#outputs.values()) streams += outputs.streams;
    return streams;
  }

  setMicrophone(settings: MicrophoneSettings): void {
    const known = this.#microphones.get(settings.inboundId);
    this.#leaving.delete(settings.inboundId);
    if (known === undefined || known.settings.format !== settings.format) {
      known?.close();
      this.#microphones.set(settings.inboundId, new Microphone(settings, this.#library));
    } else known.settings = settings;
  }

  /** One that is heard fades out with the next tick first. */
  removeMicrophone(inboundId: number): void {
    const microphone = this.#microphones.get(inboundId);
    if (microphone === undefined) return;
    microphone.settings = { ...microphone.settings, paused: true };
    this.#leaving.add(inboundId);
  }

  /** Lives on elsewhere; what was heard of it fades out here with the next tick. Undefined: no such microphone. */
  handOver(inboundId: number): Microphone | undefined {
    const microphone = this.#microphones.get(inboundId);
    if (microphone === undefined) return undefined;
    this.#microphones.delete(inboundId);
    this.#leaving.delete(inboundId);
    const echo = microphone.moveOn();
    if (echo !== undefined) this.#echoes.push({ ownerId: microphone.settings.ownerId, frame: echo });
    return microphone;
  }

  takeOver(microphone: Microphone): void {
    const { inboundId } = microphone.settings;
    this.#microphones.get(inboundId)?.close();
    this.#microphones.set(inboundId, microphone);
  }

  setListener(settings: ListenerSettings): void {
    const { routeId, originId, ownerId, format } = settings;
    const isNew = !this.#listeners.has(routeId);
    this.#listeners.set(routeId, settings);
    let outputs = this.#outputs.get(originId);
    if (outputs === undefined) {
      outputs = new MixOutputs(originId, format, this.#encoders(format));
      this.#outputs.set(originId, outputs);
    }
    if (isNew) outputs.welcome(ownerId);
  }

  removeListener(routeId: number): void {
    const gone = this.#listeners.get(routeId);
    if (gone === undefined) return;
    this.#listeners.delete(routeId);
    for (const { originId } of this.#listeners.values()) if (originId === gone.originId) return;
    this.#outputs.get(gone.originId)?.close();
    this.#outputs.delete(gone.originId);
  }

  /** `nth`: how many ticks of the engine came before; it is what timestamps count. */
  tick(nowMs: number, nth: number, mayClean: boolean, sink: SoundSink): void {
    this.#hear(nowMs, mayClean);
    for (const outputs of this.#outputs.values()) outputs.begin(this.#heardOwners);
    for (const { routeId, originId, ownerId, paused } of this.#listeners.values()) {
      if (!paused) this.#outputs.get(originId)?.listener(routeId, ownerId, this.#heardOwners.has(ownerId));
    }
    for (const outputs of this.#outputs.values()) outputs.end(nth, this.#mixWithout, this.#scratch, sink);
  }

  close(): void {
    for (const microphone of this.#microphones.values()) microphone.close();
    for (const outputs of this.#outputs.values()) outputs.close();
  }

  #hear(nowMs: number, mayClean: boolean): void {
    this.#heard.length = 0;
    this.#heardOwners.clear();
    let stereo = false;
    for (const microphone of this.#microphones.values()) {
      microphone.tick(nowMs, mayClean);
      if (!microphone.isHeard) continue;
      const { frame, settings } = microphone;
      this.#heard.push({ ownerId: settings.ownerId, frame });
      if (frame.channels === 2) stereo = true;
    }
    this.#heard.push(...this.#echoes.splice(0));
    for (const { ownerId } of this.#heard) this.#heardOwners.add(ownerId);
    this.#stereoLeft = stereo ? stereoTicks : Math.max(0, this.#stereoLeft - 1);
    const total = this.#total;
    total.channels = this.#stereoLeft > 0 ? 2 : 1;
    total.left.fill(0);
    total.right.fill(0);
    for (const { frame } of this.#heard) add(frame, total, 1);
    this.#letGo();
  }

  #letGo(): void {
    for (const inboundId of this.#leaving) {
      const microphone = this.#microphones.get(inboundId);
      if (microphone?.isHeard) continue;
      microphone?.close();
      this.#microphones.delete(inboundId);
      this.#leaving.delete(inboundId);
    }
  }

  readonly #mixWithout = (ownerId: string | undefined, into: SoundFrame): boolean => {
    into.channels = this.#total.channels;
    const others = this.#heardOwners.size - (ownerId !== undefined && this.#heardOwners.has(ownerId) ? 1 : 0);
    if (others === 0) {
      // Not the difference, which is nothing but rounding.
      into.left.fill(0);
      into.right.fill(0);
      return false;
    }
    into.left.set(this.#total.left);
    if (into.channels === 2) into.right.set(this.#total.right);
    if (ownerId === undefined) return true;
    for (const heard of this.#heard) if (heard.ownerId === ownerId) add(heard.frame, into, -1);
    return true;
  };

  #encoders(format: SoundFormat): EncoderSource {
    const { monoBps, stereoBps, complexity } = this.#quality;
    if (format !== 'opus') return { encoder: () => this.#library.encoder(format) };
    return {
      encoder: (channels) =>
        this.#library.opusEncoder({ channels, bitrateBps: channels === 2 ? stereoBps : monoBps, complexity }),
    };
  }
}

function add(from: SoundFrame, to: SoundFrame, sign: 1 | -1): void {
  const { left, right } = from;
  const { left: toLeft, right: toRight } = to;
  for (let i = 0; i < frameSamples; i++) toLeft[i] = toLeft[i]! + sign * left[i]!;
  if (to.channels === 1) return;
  const otherRight = from.channels === 2 ? right : left;
  for (let i = 0; i < frameSamples; i++) toRight[i] = toRight[i]! + sign * otherRight[i]!;
}
