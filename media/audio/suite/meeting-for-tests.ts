/**
 * A meeting without a network: microphones that encode what they are told to say, a sound engine turned tick by tick, and ears that decode what they
 * are sent, each as one unbroken row of samples. Real codecs, made-up time.
 */

import type { SoundDecoder, SoundEncoder, SoundFormat, SoundLibrary } from '../codecs/sound-codec.ts';
import { packetSamplesMax } from '../codecs/sound-codec.ts';
import type { VoiceTreatment } from '../commands.ts';
import { frameMs, frameSamples } from '../frame.ts';
import { SoundEngine } from '../sound-engine.ts';
import { levelDbov as levelDbovOf } from '../voice/level.ts';

/** Sample number since the meeting's start -> value. */
export type Signal = (sample: number) => number;

export const silence: Signal = () => 0;
export const tone =
  (hz: number, gain = 0.2): Signal =>
  (sample) =>
    gain * Math.sin((2 * Math.PI * hz * sample) / 48_000);

interface Speaker {
  readonly inboundId: number;
  readonly encoder: SoundEncoder;
  readonly clockRateHz: number;
  readonly offsetMs: number;
  readonly tellsLevels: boolean;
  says: Signal;
  sequence: number;
  sends: boolean;
}

export class Ear {
  readonly #decoder: SoundDecoder;
  readonly #ticksPerFrame: number;
  readonly #left = new Float32Array(packetSamplesMax);
  readonly #right = new Float32Array(packetSamplesMax);
  readonly samples: number[] = [];
  payloads = 0;
  bytes = 0;
  markers = 0;
  /** Between the beginnings of two frames that came one after the other; -1 = they were not in order. */
  readonly stepsMs: number[] = [];
  #lastTimestamp: number | undefined;
  #startTimestamp: number | undefined;

  constructor(library: SoundLibrary, format: SoundFormat) {
    this.#decoder = library.decoder(format);
    this.#ticksPerFrame = format === 'opus' ? 960 : 160;
  }

  hear(timestamp: number, marker: boolean, payload: Uint8Array): void {
    this.#startTimestamp ??= timestamp;
    if (this.#lastTimestamp !== undefined) {
      const steps = (timestamp - this.#lastTimestamp) / this.#ticksPerFrame;
      this.stepsMs.push(steps > 0 ? steps * frameMs : -1);
    }
    this.#lastTimestamp = timestamp;
    this.payloads += 1;
    this.bytes += payload.length;
    if (marker) this.markers += 1;
    const frame = (timestamp - this.#startTimestamp) / this.#ticksPerFrame;
    while (this.samples.length < frame * frameSamples) this.samples.push(0);
    const count = this.#decoder.decode(payload, this.#left, this.#right);
    for (let i = 0; i < count; i += 1) this.samples.push(this.#left[i]!);
  }

  /** How much of a tone is in the samples from `fromMs` to `toMs`, as an amplitude. */
  amplitudeOf(hz: number, fromMs: number, toMs: number): number {
    let cosine = 0;
    let sine = 0;
    const [from, to] = [fromMs * 48, Math.min(toMs * 48, this.samples.length)];
    for (let i = from; i < to; i += 1) {
      const angle = (2 * Math.PI * hz * i) / 48_000;
      cosine += this.samples[i]! * Math.cos(angle);
      sine += this.samples[i]! * Math.sin(angle);
    }
    return (2 * Math.hypot(cosine, sine)) / (to - from);
  }
}

export class MeetingForTests {
  readonly engine: SoundEngine;
  readonly #library: SoundLibrary;
  readonly #speakers = new Map<string, Speaker>();
  readonly #ears = new Map<number, Ear>();
  readonly #settings = new Map<string, { inboundId: number; format: SoundFormat; clockRateHz: number }>();
  readonly #listeners = new Map<string, { routeId: number; originId: number; format: SoundFormat }>();
  readonly #rooms = new Map<string, string>();
  #lastId = 100;
  #tick = 0;
  #nowMs = 1_790_000_000_000;

  constructor(library: SoundLibrary) {
    this.#library = library;
    this.engine = new SoundEngine(library, { monoBps: 48_000, stereoBps: 112_000, complexity: 5 });
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  speak(
    ownerId: string,
    says: Signal,
    options: {
      treatment?: VoiceTreatment;
      format?: SoundFormat;
      source?: 'microphone' | 'screenSound';
      tellsLevels?: boolean;
    } = {},
  ): number {
    const { treatment = 'plain', format = 'opus', source = 'microphone', tellsLevels = false } = options;
    const inboundId = ++this.#lastId;
    const clockRateHz = format === 'opus' ? 48_000 : 8_000;
    const encoder =
      format === 'opus'
        ? this.#library.opusEncoder({ channels: 1, bitrateBps: 64_000, complexity: 5 })
        : this.#library.encoder(format);
    this.#settings.set(ownerId, { inboundId, format, clockRateHz });
    this.#speakers.set(ownerId, {
      inboundId,
      encoder,
      clockRateHz,
      offsetMs: 7,
      tellsLevels,
      says,
      sequence: 1_000,
      sends: true,
    });
    this.engine.obey({
      type: 'setMicrophone',
      microphone: {
        inboundId,
        roomId: this.#roomOf(ownerId),
        ownerId,
        source,
        format,
        clockRateHz,
        treatment,
        paused: false,
      },
    });
    return inboundId;
  }

  say(ownerId: string, says: Signal): void {
    this.#speakers.get(ownerId)!.says = says;
  }

  change(ownerId: string, change: { treatment?: VoiceTreatment; paused?: boolean }): void {
    const { treatment = 'plain', paused = false } = change;
    const { inboundId, format, clockRateHz } = this.#settings.get(ownerId)!;
    this.#speakers.get(ownerId)!.sends = !paused;
    const roomId = this.#roomOf(ownerId);
    const microphone = { inboundId, roomId, ownerId, format, clockRateHz, treatment, paused } as const;
    this.engine.obey({ type: 'setMicrophone', microphone: { ...microphone, source: 'microphone' } });
  }

  leave(ownerId: string): void {
    const speaker = this.#speakers.get(ownerId)!;
    this.#speakers.delete(ownerId);
    this.engine.obey({ type: 'removeMicrophone', inboundId: speaker.inboundId });
  }

  listen(ownerId: string, format: SoundFormat = 'opus'): Ear {
    const routeId = ++this.#lastId;
    const ear = new Ear(this.#library, format);
    this.#ears.set(routeId, ear);
    const originId = { opus: 1, g722: 2, pcmu: 3, pcma: 4 }[format];
    this.engine.obey({
      type: 'setListener',
      listener: { routeId, roomId: this.#roomOf(ownerId), ownerId, originId, format, paused: false },
    });
    this.#listeners.set(ownerId, { routeId, originId, format });
    return ear;
  }

  /** With the microphone as it is treated at first, and with the last ear; also before there is any. */
  enter(ownerId: string, roomId: string): void {
    this.#rooms.set(ownerId, roomId);
    if (this.#settings.has(ownerId)) this.change(ownerId, {});
    const listener = this.#listeners.get(ownerId);
    if (listener === undefined) return;
    this.engine.obey({ type: 'setListener', listener: { ...listener, roomId, ownerId, paused: false } });
  }

  /** One packet of anything from this owner's microphone, instead of what it says. */
  inject(ownerId: string, payload: Uint8Array): void {
    const speaker = this.#speakers.get(ownerId)!;
    this.engine.receive(speaker.inboundId, this.#packet(speaker, payload));
  }

  run(ms: number, mayClean = true): void {
    const left = new Float32Array(frameSamples);
    for (const end = this.#nowMs + ms; this.#nowMs < end; this.#nowMs += frameMs) {
      for (const speaker of this.#speakers.values()) {
        const from = this.#tick * frameSamples;
        for (let i = 0; i < frameSamples; i += 1) left[i] = speaker.says(from + i);
        const payload = speaker.encoder.encode(left);
        const levelDbov = speaker.tellsLevels ? Math.min(127, Math.round(levelDbovOf(left, frameSamples))) : -1;
        if (speaker.sends) this.engine.receive(speaker.inboundId, this.#packet(speaker, payload.slice(), levelDbov));
        speaker.sequence += 1;
      }
      this.#tick += 1;
      this.engine.tick(this.#nowMs + frameMs, mayClean, (_originId, routeIds, timestamp, marker, payload) => {
        for (const routeId of routeIds) this.#ears.get(routeId)?.hear(timestamp, marker, payload);
      });
    }
  }

  #roomOf(ownerId: string): string {
    return this.#rooms.get(ownerId) ?? 'meeting';
  }

  #packet(speaker: Speaker, payload: Uint8Array, levelDbov = -1) {
    return {
      sequence: speaker.sequence,
      timestamp: (this.#tick * frameSamples * (speaker.clockRateHz / 48_000)) >>> 0,
      arrivalMs: this.#nowMs + speaker.offsetMs,
      levelDbov,
      payload,
      durationSamples: 0,
    };
  }
}
