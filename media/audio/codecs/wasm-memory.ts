/**
 * Loads a package's WebAssembly and gives views of its memory. What runs in there, hostile bytes too, can reach nothing outside; and a view is made
 * anew when the memory has grown, because growing takes the old ones away.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What we use of the standard API, whose types come with the browser's and not with Node's. */
export interface WasmBuffer {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
type WasmModule = object;
interface WasmApi {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  instantiate(module: WasmModule, imports: object): Promise<{ readonly exports: unknown }>;
}
const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmApi };

/** The functions that both libraries export beside their own. */
export interface LibraryExports {
  readonly memory: WasmBuffer;
  malloc(bytes: number): number;
  free(pointer: number): void;
}

const require = createRequire(import.meta.url);

/** `files`: as in a bare import, of packages that are dependencies, the best first; one that this processor cannot run is passed over. */
export async function instantiateFirst<Exports extends LibraryExports>(
  files: readonly string[],
  imports: object,
): Promise<Exports> {
  let failure: unknown;
  for (const file of files) {
    try {
      const module = await wasm.compile(await readFile(require.resolve(file)));
      return (await wasm.instantiate(module, imports)).exports as Exports;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

export class WasmMemory {
  readonly #memory: WasmBuffer;
  #bytes: Uint8Array;
  #shorts: Int16Array;
  #floats: Float32Array;

  constructor(memory: WasmBuffer) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#shorts = new Int16Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.#memory.buffer) this.#renew();
    return this.#bytes;
  }

  /** Index = pointer / 2. */
  get shorts(): Int16Array {
    if (this.#shorts.buffer !== this.#memory.buffer) this.#renew();
    return this.#shorts;
  }

  /** Index = pointer / 4. */
  get floats(): Float32Array {
    if (this.#floats.buffer !== this.#memory.buffer) this.#renew();
    return this.#floats;
  }

  #renew(): void {
    const { buffer } = this.#memory;
    this.#bytes = new Uint8Array(buffer);
    this.#shorts = new Int16Array(buffer);
    this.#floats = new Float32Array(buffer);
  }
}
