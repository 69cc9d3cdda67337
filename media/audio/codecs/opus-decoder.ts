/**
 * Decodes one Opus stream. Voices, and streams that have only sent mono, are decoded by a mono decoder, at two thirds of the price; the first packet
 * whose sides are wanted brings a stereo one, faded in over the mono one. What is lost is concealed by the codec itself, which knows best how the voice would have gone on.
 * Remote bytes are decoded in memory that holds nothing but decoders, and never throw.
 */
import { limits } from '@veche/contracts/limits.ts';
import { allocate, type OpusLibrary } from './opus-library.ts';
import { packetSamplesMax, type SoundDecoder, soundRateHz } from './sound-codec.ts';

const stereoBit = 0x04;
const payloadMaxBytes = limits.soundPacketMaxBytes;
/** All durations in Opus are multiples of 2.5 ms. */
const durationUnitSamples = 120;

/** Decoders work one after the other: all share one place for what goes in and comes out. */
export interface OpusDecodingRoom {
  readonly payload: number;
  readonly pcm: number;
}

export function createDecodingRoom(opus: OpusLibrary): OpusDecodingRoom {
  return { payload: allocate(opus, payloadMaxBytes), pcm: allocate(opus, packetSamplesMax * 2 * 2) };
}

export class OpusDecoder implements SoundDecoder {
  readonly #opus: OpusLibrary;
  readonly #room: OpusDecodingRoom;
  /** 0 until the stream's first packet. */
  #state = 0;
  #stateChannels: 1 | 2 = 1;
  #wasStereo = false;
  channels: 1 | 2 = 1;
  wantsSides = true;

  constructor(opus: OpusLibrary, room: OpusDecodingRoom) {
    this.#opus = opus;
    this.#room = room;
  }

  decode(payload: Uint8Array, left: Float32Array, right: Float32Array): number {
    if (payload.length === 0 || payload.length > payloadMaxBytes) return -1;
    const isStereo = this.wantsSides && (payload[0]! & stereoBit) !== 0;
    this.#opus.memory.bytes.set(payload, this.#room.payload);
    const widens = isStereo && this.#state !== 0 && this.#stateChannels === 1;
    if (widens) {
      const samples = this.#run(this.#room.payload, payload.length, packetSamplesMax);
      if (samples <= 0) return -1;
      this.#take(samples, left, right);
      this.#forget();
    }
    if (this.#state === 0 && !this.#begin(isStereo ? 2 : 1)) return -1;
    const samples = this.#run(this.#room.payload, payload.length, packetSamplesMax);
    if (samples <= 0) return -1;
    if (widens) this.#blend(samples, left, right);
    else this.#take(samples, left, right);
    // The first mono packet after a stereo one still holds the end of the sides.
    this.channels = this.wantsSides && (isStereo || this.#wasStereo) ? 2 : 1;
    this.#wasStereo = isStereo;
    return samples;
  }

  conceal(samples: number, left: Float32Array, right: Float32Array): number {
    if (this.#state === 0) return 0;
    const wanted = Math.min(packetSamplesMax, samples - (samples % durationUnitSamples));
    if (!(wanted > 0)) return 0;
    const made = this.#run(0, 0, wanted);
    if (made <= 0) return 0;
    this.#take(made, left, right);
    return made;
  }

  reset(): void {
    this.#forget();
    this.#wasStereo = false;
    this.channels = 1;
  }

  close(): void {
    this.#forget();
  }

  /** False: no memory is left. */
  #begin(channels: 1 | 2): boolean {
    const { exports } = this.#opus;
    const state = exports.malloc(exports.opus_decoder_get_size(channels));
    if (state === 0) return false;
    exports.opus_decoder_init(state, soundRateHz, channels);
    this.#state = state;
    this.#stateChannels = channels;
    return true;
  }

  #forget(): void {
    if (this.#state !== 0) this.#opus.exports.free(this.#state);
    this.#state = 0;
  }

  /** Into the room. Without data the decoder makes up what was lost. */
  #run(data: number, bytes: number, samplesMax: number): number {
    const { exports, stackTop } = this.#opus;
    try {
      return exports.opus_decode(this.#state, data, bytes, this.#room.pcm, samplesMax, 0);
    } catch {
      // The library stopped where it stood, as WebAssembly does at a fault: the stream begins anew.
      exports.stackRestore(stackTop);
      exports.opus_decoder_init(this.#state, soundRateHz, this.#stateChannels);
      return -1;
    }
  }

  #take(samples: number, left: Float32Array, right: Float32Array): void {
    const { shorts } = this.#opus.memory;
    let at = this.#room.pcm >> 1;
    if (this.#stateChannels === 1) {
      for (let i = 0; i < samples; i++) left[i] = shorts[at++]! / 32_768;
      return;
    }
    if (!this.wantsSides) {
      for (let i = 0; i < samples; i++) left[i] = (shorts[at++]! + shorts[at++]!) / 65_536;
      return;
    }
    for (let i = 0; i < samples; i++) {
      left[i] = shorts[at++]! / 32_768;
      right[i] = shorts[at++]! / 32_768;
    }
  }

  /** From what the mono decoder made of the packet, which is in `left`, to what the stereo one did. */
  #blend(samples: number, left: Float32Array, right: Float32Array): void {
    const { shorts } = this.#opus.memory;
    let at = this.#room.pcm >> 1;
    for (let i = 0; i < samples; i++) {
      const share = i / samples;
      const mono = left[i]!;
      left[i] = mono + (shorts[at++]! / 32_768 - mono) * share;
      right[i] = mono + (shorts[at++]! / 32_768 - mono) * share;
    }
  }
}
