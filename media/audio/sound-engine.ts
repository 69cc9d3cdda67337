/**
 * All the sound of one thread: obeys commands, takes packets, and on each tick makes every meeting's mix. No thread, timer or clock of its own, so that
 * tests and benches turn it by hand.
 */

import type { SoundLibrary } from './codecs/sound-codec.ts';
import type { MicrophoneReadable, SoundCommand, VoiceLevel } from './commands.ts';
import { createSoundFrame } from './frame.ts';
import { ConferenceMix, type MixQuality } from './mix/conference-mix.ts';
import type { SoundSink } from './mix/mix-outputs.ts';
import type { SoundPacket } from './voice/microphone.ts';

export interface SoundCounts {
  readonly microphones: number;
  readonly speaking: number;
  readonly listeners: number;
  readonly streams: number;
}

export class SoundEngine {
  readonly #library: SoundLibrary;
  readonly #quality: MixQuality;
  readonly #scratch = createSoundFrame();
  readonly #conferences = new Map<string, ConferenceMix>();
  readonly #byInbound = new Map<number, ConferenceMix>();
  readonly #byRoute = new Map<number, ConferenceMix>();
  readonly #unreadable = new Set<number>();
  /** No longer listened to, so no longer found unreadable. */
  readonly #forgiven: number[] = [];
  #ticks = 0;

  constructor(library: SoundLibrary, quality: MixQuality) {
    this.#library = library;
    this.#quality = quality;
  }

  obey(command: SoundCommand): void {
    switch (command.type) {
      case 'setMicrophone': {
        const { microphone } = command;
        const mix = this.#conference(microphone.conferenceId);
        mix.setMicrophone(microphone);
        this.#byInbound.set(microphone.inboundId, mix);
        return;
      }
      case 'removeMicrophone':
        this.#byInbound.get(command.inboundId)?.removeMicrophone(command.inboundId);
        this.#byInbound.delete(command.inboundId);
        if (this.#unreadable.delete(command.inboundId)) this.#forgiven.push(command.inboundId);
        return;
      case 'setListener': {
        const { listener } = command;
        const mix = this.#conference(listener.conferenceId);
        mix.setListener(listener);
        this.#byRoute.set(listener.routeId, mix);
        return;
      }
      case 'removeListener':
        this.#byRoute.get(command.routeId)?.removeListener(command.routeId);
        this.#byRoute.delete(command.routeId);
        return;
    }
  }

  receive(inboundId: number, packet: SoundPacket): void {
    this.#byInbound.get(inboundId)?.microphone(inboundId)?.receive(packet);
  }

  /** Every 20 ms, in order; one that was missed is made up for by calling twice. */
  tick(nowMs: number, mayClean: boolean, sink: SoundSink): void {
    const nth = this.#ticks++;
    for (const [conferenceId, mix] of this.#conferences) {
      if (mix.isEmpty) {
        mix.close();
        this.#conferences.delete(conferenceId);
        continue;
      }
      mix.tick(nowMs, nth, mayClean, sink);
    }
    if (mayClean) this.#library.prepare();
  }

  /** So many ticks are left out: in the streams' timestamps they are a gap. */
  skip(ticks: number): void {
    this.#ticks += ticks;
  }

  /** Of microphones that gave any sound since the last call. */
  takeLevels(): VoiceLevel[] {
    const levels: VoiceLevel[] = [];
    for (const [inboundId, mix] of this.#byInbound) {
      const microphone = mix.microphone(inboundId);
      if (microphone === undefined) continue;
      const levelDbov = microphone.takeLevel();
      if (levelDbov < 127) levels.push({ inboundId, levelDbov, voice: microphone.isSpeaking });
    }
    return levels;
  }

  /** Microphones whose packets stopped making sense, or make sense again, since the last call. */
  takeReadable(): MicrophoneReadable[] {
    const changes: MicrophoneReadable[] = this.#forgiven.splice(0).map((inboundId) => ({ inboundId, readable: true }));
    for (const [inboundId, mix] of this.#byInbound) {
      const readable = mix.microphone(inboundId)?.isReadable ?? true;
      if (readable !== this.#unreadable.has(inboundId)) continue;
      if (readable) this.#unreadable.delete(inboundId);
      else this.#unreadable.add(inboundId);
      changes.push({ inboundId, readable });
    }
    return changes;
  }

  counts(): SoundCounts {
    let speaking = 0;
    let streams = 0;
    for (const mix of this.#conferences.values()) {
      streams += mix.streams;
      for (const microphone of mix.microphones()) if (microphone.isSpeaking) speaking += 1;
    }
    const { size: microphones } = this.#byInbound;
    return { microphones, speaking, streams, listeners: this.#byRoute.size };
  }

  close(): void {
    for (const mix of this.#conferences.values()) mix.close();
    this.#conferences.clear();
  }

  #conference(conferenceId: string): ConferenceMix {
    const known = this.#conferences.get(conferenceId);
    if (known !== undefined) return known;
    const mix = new ConferenceMix(this.#library, this.#quality, this.#scratch);
    this.#conferences.set(conferenceId, mix);
    return mix;
  }
}
