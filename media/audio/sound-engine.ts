/**
 * All the sound of one thread: obeys commands, takes packets, and on each tick makes every room's mix. No thread, timer or clock of its own, so that
 * tests and benches turn it by hand.
 */

import type { SoundLibrary } from './codecs/sound-codec.ts';
import type { MicrophoneReadable, SoundCommand, VoiceLevel } from './commands.ts';
import { createSoundFrame } from './frame.ts';
import type { SoundSink } from './mix/mix-outputs.ts';
import { type MixQuality, RoomMix } from './mix/room-mix.ts';
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
  readonly #rooms = new Map<string, RoomMix>();
  readonly #byInbound = new Map<number, RoomMix>();
  readonly #byRoute = new Map<number, RoomMix>();
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
        const { inboundId } = microphone;
        const mix = this.#room(microphone.roomId);
        const before = this.#byInbound.get(inboundId);
        const moved = before === mix ? undefined : before?.handOver(inboundId);
        if (moved !== undefined) mix.takeOver(moved);
        mix.setMicrophone(microphone);
        this.#byInbound.set(inboundId, mix);
        return;
      }
      case 'removeMicrophone':
        this.#byInbound.get(command.inboundId)?.removeMicrophone(command.inboundId);
        this.#byInbound.delete(command.inboundId);
        if (this.#unreadable.delete(command.inboundId)) this.#forgiven.push(command.inboundId);
        return;
      case 'setListener': {
        const { listener } = command;
        const { routeId } = listener;
        const mix = this.#room(listener.roomId);
        const before = this.#byRoute.get(routeId);
        if (before !== mix) before?.removeListener(routeId);
        mix.setListener(listener);
        this.#byRoute.set(routeId, mix);
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
    for (const [roomId, mix] of this.#rooms) {
      if (mix.isEmpty) {
        mix.close();
        this.#rooms.delete(roomId);
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
      if (levelDbov === 127) continue;
      levels.push({ inboundId, levelDbov, voice: microphone.isSpeaking, delayMs: Math.round(microphone.delayMs) });
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
    for (const mix of this.#rooms.values()) {
      streams += mix.streams;
      for (const microphone of mix.microphones()) if (microphone.isSpeaking) speaking += 1;
    }
    const { size: microphones } = this.#byInbound;
    return { microphones, speaking, streams, listeners: this.#byRoute.size };
  }

  close(): void {
    for (const mix of this.#rooms.values()) mix.close();
    this.#rooms.clear();
  }

  #room(roomId: string): RoomMix {
    const known = this.#rooms.get(roomId);
    if (known !== undefined) return known;
    const mix = new RoomMix(this.#library, this.#quality, this.#scratch);
    this.#rooms.set(roomId, mix);
    return mix;
  }
}
