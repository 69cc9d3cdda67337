/** The codecs of telephones behind the mixer's interface: 48 kHz float on one side, bytes at 8 or 16 kHz on the other (RFC 3551 section 4.5). */
import { frameSamples } from '../frame.ts';
import { decodeG711, encodeG711 } from './g711.ts';
import { G722Decoder, G722Encoder } from './g722.ts';
import { Downsampler, Upsampler } from './resampler.ts';
import { packetSamplesMax, type SoundDecoder, type SoundEncoder, type SoundFormat } from './sound-codec.ts';

export type PlainFormat = Exclude<SoundFormat, 'opus'>;

const rateOf = (format: PlainFormat) => (format === 'g722' ? 16_000 : 8_000);

export class PlainDecoder implements SoundDecoder {
  readonly channels = 1;
  wantsSides = true;
  readonly #format: PlainFormat;
  readonly #upsampler: Upsampler;
  readonly #g722 = new G722Decoder();
  readonly #decoded = new Float32Array(packetSamplesMax / 3);

  constructor(format: PlainFormat) {
    this.#format = format;
    this.#upsampler = new Upsampler(rateOf(format));
  }

  decode(payload: Uint8Array, left: Float32Array): number {
    const samples = payload.length * 6;
    if (samples === 0 || samples > packetSamplesMax) return -1;
    const count =
      this.#format === 'g722'
        ? this.#g722.decode(payload, this.#decoded)
        : decodeG711(this.#format, payload, this.#decoded);
    this.#upsampler.process(this.#decoded, count, left);
    return samples;
  }

  reset(): void {
    this.#g722.reset();
    this.#upsampler.reset();
  }

  close(): void {}
}

export class PlainEncoder implements SoundEncoder {
  readonly #format: PlainFormat;
  readonly #downsampler: Downsampler;
  readonly #g722 = new G722Encoder();
  readonly #samples: Float32Array;
  readonly #payload = new Uint8Array(frameSamples / 6);

  constructor(format: PlainFormat) {
    this.#format = format;
    this.#downsampler = new Downsampler(rateOf(format), frameSamples);
    this.#samples = new Float32Array((frameSamples * rateOf(format)) / 48_000);
  }

  encode(left: Float32Array, right?: Float32Array): Uint8Array {
    if (right !== undefined) for (let i = 0; i < frameSamples; i++) mono[i] = (left[i]! + right[i]!) * 0.5;
    this.#downsampler.process(right === undefined ? left : mono, this.#samples);
    const { length } = this.#samples;
    if (this.#format === 'g722') this.#g722.encode(this.#samples, length, this.#payload);
    else encodeG711(this.#format, this.#samples, length, this.#payload);
    return this.#payload;
  }

  reset(): void {
    this.#g722.reset();
    this.#downsampler.reset();
  }

  close(): void {}
}

const mono = new Float32Array(frameSamples);
