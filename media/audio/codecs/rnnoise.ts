/**
 * RNNoise (J.-M. Valin, "A hybrid DSP/deep learning approach to real-time full-band speech enhancement") as the package
 * @sapphi-red/web-noise-suppressor builds it for WebAssembly: one instance for all voices of a thread, a small state for each.
 */
import { primingVowel } from './priming-vowel.ts';
import type { NoiseCleaner } from './sound-codec.ts';
import { instantiateFirst, type LibraryExports, type WasmBuffer, WasmMemory } from './wasm-memory.ts';

interface RnnoiseExports extends LibraryExports {
  emscripten_stack_init(): void;
  __wasm_call_ctors(): void;
  rnnoise_create(model: number): number;
  rnnoise_destroy(state: number): void;
  rnnoise_process_frame(state: number, out: number, input: number): number;
}

const blockSamples = 480;
const blockBytes = blockSamples * 4;
/** It was trained on 16-bit samples. */
const scale = 32_768;
const loudest = 4 * scale;

/**
 * RNNoise begins with a high-pass of 24 Hz that shifts the phase of low voices, which costs up to 1.6 dB of likeness. It is undone before, down to
 * 5 Hz: this is the inverse of that filter's poles, and poles of our own for its zeros.
 */
const theirPole1 = -1.99599;
const theirPole2 = 0.996;
const ourPole = 1 - (2 * Math.PI * 5) / 48_000;

const vowel = primingVowel();

export interface Rnnoise {
  cleaner(): RnnoiseCleaner;
}

/** RNNoise by its own functions, and a place of its memory for one block. */
export interface RnnoiseLibrary {
  readonly exports: RnnoiseExports;
  readonly memory: WasmMemory;
  readonly block: number;
}

export async function loadRnnoise(): Promise<Rnnoise> {
  const { exports, memory, block } = await openRnnoise();
  return { cleaner: () => new RnnoiseCleaner(exports, memory, block) };
}

export async function openRnnoise(): Promise<RnnoiseLibrary> {
  const folder = '@sapphi-red/web-noise-suppressor';
  const builds = [`${folder}/rnnoise_simd.wasm`, `${folder}/rnnoise.wasm`];
  const rnnoise: RnnoiseExports = await instantiateFirst<RnnoiseExports>(builds, {
    env: {
      emscripten_memcpy_big: (to: number, from: number, bytes: number) => {
        new Uint8Array(rnnoise.memory.buffer).copyWithin(to, from, from + bytes);
        return to;
      },
      emscripten_resize_heap: (bytes: number) => grow(rnnoise.memory, bytes),
      __assert_fail: () => {
        throw new Error('RNNoise met a bug');
      },
    },
  });
  rnnoise.emscripten_stack_init();
  rnnoise.__wasm_call_ctors();
  return { exports: rnnoise, memory: new WasmMemory(rnnoise.memory), block: rnnoise.malloc(blockBytes) };
}

export class RnnoiseCleaner implements NoiseCleaner {
  readonly #rnnoise: RnnoiseExports;
  readonly #memory: WasmMemory;
  readonly #block: number;
  #state: number;
  /** The last two samples that went into the filter, and that came out. */
  #in1 = 0;
  #in2 = 0;
  #out1 = 0;
  #out2 = 0;
  /** What comes out next is not of the voice that goes in. */
  #holdsVowel = false;

  constructor(rnnoise: RnnoiseExports, memory: WasmMemory, block: number) {
    this.#rnnoise = rnnoise;
    this.#memory = memory;
    this.#block = block;
    this.#state = this.#create();
  }

  /** Lets it hear a voice before any other, so that it knows noise from one at once. Some milliseconds of work. */
  prime(): void {
    const frame = new Float32Array(blockSamples);
    for (let at = 0; at < vowel.length; at += blockSamples) {
      frame.set(vowel.subarray(at, at + blockSamples));
      this.process(frame);
    }
    this.#holdsVowel = true;
  }

  process(frame: Float32Array): number {
    this.#put(frame);
    const probability = this.#rnnoise.rnnoise_process_frame(this.#state, this.#block, this.#block);
    const { floats } = this.#memory;
    const at = this.#block >> 2;
    if (this.#holdsVowel) frame.fill(0);
    else for (let i = 0; i < blockSamples; i++) frame[i] = floats[at + i]! / scale;
    this.#holdsVowel = false;
    return probability;
  }

  reset(): void {
    this.#rnnoise.rnnoise_destroy(this.#state);
    this.#state = this.#create();
    this.#in1 = this.#in2 = this.#out1 = this.#out2 = 0;
    this.#holdsVowel = false;
  }

  close(): void {
    if (this.#state !== 0) this.#rnnoise.rnnoise_destroy(this.#state);
    this.#state = 0;
  }

  #put(frame: Float32Array): void {
    const { floats } = this.#memory;
    const at = this.#block >> 2;
    let [in1, in2, out1, out2] = [this.#in1, this.#in2, this.#out1, this.#out2];
    for (let i = 0; i < blockSamples; i++) {
      const scaled = frame[i]! * scale;
      // Neither filter nor network would ever get rid of a NaN.
      const sample = scaled > -loudest && scaled < loudest ? scaled : 0;
      const out = sample + theirPole1 * in1 + theirPole2 * in2 + 2 * ourPole * out1 - ourPole * ourPole * out2;
      in2 = in1;
      in1 = sample;
      out2 = out1;
      out1 = out;
      floats[at + i] = out;
    }
    this.#in1 = in1;
    this.#in2 = in2;
    this.#out1 = out1;
    this.#out2 = out2;
  }

  #create(): number {
    const state = this.#rnnoise.rnnoise_create(0);
    if (state === 0) throw new Error('No memory is left for noise suppression');
    return state;
  }
}

function grow(memory: WasmBuffer, bytes: number): number {
  const pageBytes = 65_536;
  try {
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / pageBytes));
    return 1;
  } catch {
    return 0;
  }
}
