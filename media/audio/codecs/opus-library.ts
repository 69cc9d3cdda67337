/** libopus as the package @evan/opus builds it for WebAssembly (RFC 6716). Each call loads an instance with memory of its own. */
import { instantiateFirst, type LibraryExports, WasmMemory } from './wasm-memory.ts';

export interface OpusExports extends LibraryExports {
  _initialize(): void;
  stackSave(): number;
  stackRestore(pointer: number): void;
  opus_decoder_get_size(channels: number): number;
  opus_decoder_init(state: number, rateHz: number, channels: number): number;
  opus_decode(state: number, data: number, bytes: number, pcm: number, samplesMax: number, fec: number): number;
  opus_decoder_ctl_set(state: number, request: number, value: number): number;
  opus_encoder_get_size(channels: number): number;
  opus_encoder_init(state: number, rateHz: number, channels: number, application: number): number;
  opus_encode(state: number, pcm: number, samples: number, data: number, bytesMax: number): number;
  opus_encoder_ctl_set(state: number, request: number, value: number): number;
}

/** Of opus_defines.h. */
export const opusRequest = {
  bitrate: 4_002,
  complexity: 4_010,
  reset: 4_028,
} as const;
export const opusLowDelay = 2_051;

export interface OpusLibrary {
  readonly exports: OpusExports;
  readonly memory: WasmMemory;
  /** Where the library's stack stands between calls. */
  readonly stackTop: number;
}

export async function loadOpus(): Promise<OpusLibrary> {
  const opus = await instantiateFirst<OpusExports>(['@evan/opus/wasm/simd.wasm', '@evan/opus/wasm/opus.wasm'], {
    wasi_snapshot_preview1: {
      proc_exit: (code: number) => {
        throw new Error(`libopus gave up with ${code}`);
      },
      fd_close: () => 0,
      fd_write: () => 0,
      fd_seek: () => 0,
    },
    env: { emscripten_notify_memory_growth: () => undefined },
  });
  opus._initialize();
  return { exports: opus, memory: new WasmMemory(opus.memory), stackTop: opus.stackSave() };
}

/** Room in the library's memory, never 0. */
export function allocate({ exports }: OpusLibrary, bytes: number): number {
  const pointer = exports.malloc(bytes);
  if (pointer === 0) throw new Error('No memory is left for codecs');
  return pointer;
}
