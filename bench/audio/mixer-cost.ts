/**
 * What the mixer costs on its thread, held against the library calls that it cannot do without, measured in the same process by turns: as many
 * decodings, cleanings and encodings of the same sound, straight into the codecs, and nothing else.
 */
import { createDecodingRoom } from '@veche/media/audio/codecs/opus-decoder.ts';
import { createEncodingRoom } from '@veche/media/audio/codecs/opus-encoder.ts';
import { loadOpus, opusLowDelay, opusRequest } from '@veche/media/audio/codecs/opus-library.ts';
import { openRnnoise } from '@veche/media/audio/codecs/rnnoise.ts';
import type { SoundDecoder, SoundEncoder, SoundLibrary } from '@veche/media/audio/codecs/sound-codec.ts';
import { loadSoundLibrary } from '@veche/media/audio/codecs/sound-library.ts';
import { SoundEngine } from '@veche/media/audio/sound-engine.ts';
import { type Frame, frames, quiet, soundMs, speaking } from './microphone-packets.ts';

export interface MeetingShape {
  readonly people: number;
  readonly speaking: number;
  /** Of those who don't speak, the open microphones; the others are muted and send nothing. */
  readonly open: number;
}

export interface MeetingCost {
  readonly shape: MeetingShape;
  /** Of one core, 0 to 1. */
  readonly coreShare: number;
  readonly bareCoreShare: number;
  readonly decoded: number;
  readonly cleaned: number;
  readonly encoded: number;
}

const quality = { monoBps: 48_000, stereoBps: 112_000, complexity: 9 };

interface Calls {
  decoded: number;
  cleaned: number;
  encoded: number;
}

function counting(library: SoundLibrary, calls: Calls): SoundLibrary {
  return {
    ...library,
    decoder: (format) => {
      const decoder: SoundDecoder = library.decoder(format);
      const decode = decoder.decode.bind(decoder);
      decoder.decode = (payload, left, right) => {
        calls.decoded++;
        return decode(payload, left, right);
      };
      return decoder;
    },
    opusEncoder: (settings) => {
      const encoder: SoundEncoder = library.opusEncoder(settings);
      const encode = encoder.encode.bind(encoder);
      encoder.encode = (left, right) => {
        calls.encoded++;
        return encode(left, right);
      };
      return encoder;
    },
    noiseCleaner: () => {
      const cleaner = library.noiseCleaner();
      const process = cleaner.process.bind(cleaner);
      cleaner.process = (frame) => {
        calls.cleaned++;
        return process(frame);
      };
      return cleaner;
    },
  };
}

const cpuUs = (act: () => void): number => {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

export class MixerBench {
  readonly #library: SoundLibrary;
  readonly #bare: (calls: Calls) => void;
  readonly #voices: Frame[][];
  readonly #quiet: Frame[];

  private constructor(library: SoundLibrary, bare: (calls: Calls) => void) {
    this.#library = library;
    this.#bare = bare;
    this.#voices = [1, 2, 3].map((seed) => speaking(library, seed));
    this.#quiet = quiet(library);
  }

  static async open(): Promise<MixerBench> {
    const library = await loadSoundLibrary();
    return new MixerBench(library, await bareCalls(library));
  }

  /** Medians of so many rounds by turns. */
  measure(shape: MeetingShape, rounds: number): MeetingCost & { readonly ratios: readonly number[] } {
    const calls: Calls = { decoded: 0, cleaned: 0, encoded: 0 };
    this.#run(shape, counting(this.#library, calls));
    this.#run(shape, this.#library);
    this.#bare(calls);
    const own: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      own.push(cpuUs(() => this.#run(shape, this.#library)));
      bare.push(cpuUs(() => this.#bare(calls)));
    }
    return {
      shape,
      coreShare: median(own) / 1_000 / soundMs,
      bareCoreShare: median(bare) / 1_000 / soundMs,
      ratios: own.map((us, at) => us / bare[at]!),
      ...calls,
    };
  }

  /** Ten seconds of a meeting, as fast as it goes. */
  #run({ people, speaking: speakers, open }: MeetingShape, library: SoundLibrary): void {
    const engine = new SoundEngine(library, quality);
    for (let id = 1; id <= people; id++) {
      const roomId = 'meeting';
      const ownerId = `person ${id}`;
      const isMuted = id > speakers + open;
      engine.obey({
        type: 'setMicrophone',
        microphone: {
          inboundId: id,
          roomId,
          ownerId,
          source: 'microphone',
          format: 'opus',
          clockRateHz: 48_000,
          treatment: 'suppressed',
          paused: isMuted,
        },
      });
      const listener = {
        routeId: 1_000 + id,
        roomId,
        ownerId,
        originId: 999,
        format: 'opus',
        paused: false,
      } as const;
      engine.obey({ type: 'setListener', listener });
    }
    let nowMs = 1_790_000_000_000;
    for (let at = 0; at < frames; at++) {
      for (let id = 1; id <= speakers + open; id++) {
        const { payload, levelDbov } = (id <= speakers ? this.#voices[id % this.#voices.length]! : this.#quiet)[at]!;
        const timestamp = (at * 960) >>> 0;
        engine.receive(id, {
          sequence: 1_000 + at,
          timestamp,
          arrivalMs: nowMs + (id % 20),
          levelDbov,
          payload,
          durationSamples: 0,
        });
      }
      nowMs += 20;
      engine.tick(nowMs, true, () => undefined);
    }
    engine.close();
  }
}

/** The same work without a mixer: raw libopus and raw RNNoise in their own memories. */
async function bareCalls(library: SoundLibrary): Promise<(calls: Calls) => void> {
  const opus = await loadOpus();
  const { exports, memory } = opus;
  const decoding = createDecodingRoom(opus);
  const encoding = createEncodingRoom(opus);
  const decoder = exports.malloc(exports.opus_decoder_get_size(1));
  exports.opus_decoder_init(decoder, 48_000, 1);
  const encoder = exports.malloc(exports.opus_encoder_get_size(1));
  exports.opus_encoder_init(encoder, 48_000, 1, opusLowDelay);
  exports.opus_encoder_ctl_set(encoder, opusRequest.bitrate, quality.monoBps);
  exports.opus_encoder_ctl_set(encoder, opusRequest.complexity, quality.complexity);
  const voice = speaking(library, 1);
  // Sound for the encoder and the cleaner: what the decoder gives.
  const sound = voice.map(({ payload }) => {
    memory.bytes.set(payload, decoding.payload);
    exports.opus_decode(decoder, decoding.payload, payload.length, decoding.pcm, 5_760, 0);
    return memory.shorts.slice(decoding.pcm >> 1, (decoding.pcm >> 1) + 960);
  });
  const rnnoise = await openRnnoise();
  const state = rnnoise.exports.rnnoise_create(0);
  const blocks = sound.map((samples) => Float32Array.from(samples.subarray(0, 480)));
  return ({ decoded, cleaned, encoded }) => {
    for (let i = 0; i < decoded; i++) {
      const { payload } = voice[i % voice.length]!;
      memory.bytes.set(payload, decoding.payload);
      exports.opus_decode(decoder, decoding.payload, payload.length, decoding.pcm, 5_760, 0);
    }
    for (let i = 0; i < cleaned; i++) {
      rnnoise.memory.floats.set(blocks[i % blocks.length]!, rnnoise.block >> 2);
      rnnoise.exports.rnnoise_process_frame(state, rnnoise.block, rnnoise.block);
    }
    for (let i = 0; i < encoded; i++) {
      memory.shorts.set(sound[i % sound.length]!, encoding.pcm >> 1);
      exports.opus_encode(encoder, encoding.pcm, 960, encoding.payload, 1_275);
    }
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
