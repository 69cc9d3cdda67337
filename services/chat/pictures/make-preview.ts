/**
 * Small pictures of the pictures that people send. The pictures are strangers' and their decoder is somebody else's: each is decoded in a
 * process of its own, one at a time, and what comes back is believed only as far as it can be checked.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { type Logger, silentLogger } from '@veche/kernel/logger.ts';
import { type ConfinedEnd, runConfined } from './confined-child.ts';
import { type PictureHeader, readPictureHeader } from './picture-header.ts';
import { noPictureExitCode, type PreviewOrder } from './preview-order.ts';
import { fitInto } from './shrink.ts';
import { turnedSize } from './turn.ts';
import { readWebpFileBytes, webpChunkNames } from './webp-header.ts';

/** The right way up, with no side longer than `limits.chatPreviewSidePx`, no larger than the picture, without anything but the pixels. */
export interface Preview {
  readonly webp: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface PreviewsNeeds {
  readonly logger?: Logger;
  /** Tests put another in its place. */
  readonly run?: typeof runConfined;
}

/** The picture, or how it is read when its turn has come: what waits need not be in memory. undefined = it is gone. */
export type PictureSource = Uint8Array | (() => Promise<Uint8Array | undefined>);

export interface PreviewFor {
  /** Of whom only so many pictures wait at a time. */
  readonly forWhom?: string;
  /** Nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

interface Waiting extends PreviewFor {
  readonly source: PictureSource;
  resolve(preview: Preview | undefined): void;
  reject(error: Error): void;
}

const { resolve } = createRequire(import.meta.url);
const childFile = join(import.meta.dirname, 'preview-child.ts');
/** The decoder, the encoder and what that one asks which instructions there are. */
const childPackages = [
  '@silvia-odwyer/photon-node/package.json',
  '@jsquash/webp/package.json',
  'wasm-feature-detect/package.json',
].map((file) => dirname(resolve(file)));

/** Of a picture without metadata: its colours, their transparency, and the header that says so. */
const plainChunks: readonly string[] = ['VP8X', 'ALPH', 'VP8 ', 'VP8L'];

export class Previews {
  readonly #logger: Logger;
  readonly #run: typeof runConfined;
  readonly #waiting: Waiting[] = [];
  readonly #closing = new AbortController();
  #working: Promise<void> | undefined;

  constructor({ logger = silentLogger, run = runConfined }: PreviewsNeeds = {}) {
    this.#logger = logger;
    this.#run = run;
  }

  /**
   * undefined = there is none: the file is no picture of a known type or a broken one, it is too large or takes too long, too many wait, or
   * the machine cannot confine the decoder. Throws nothing but `shutting_down`, once this is closed: another time there may be one.
   */
  make(source: PictureSource, { forWhom, signal }: PreviewFor = {}): Promise<Preview | undefined> {
    if (this.#closing.signal.aborted) return Promise.reject(new VecheError('shutting_down'));
    const ofThem = this.#waiting.filter((waiting) => forWhom !== undefined && waiting.forWhom === forWhom).length;
    const areTooMany =
      this.#waiting.length >= limits.chatPreviewsWaitingMax || ofThem >= limits.chatPreviewsWaitingPerPersonMax;
    if (areTooMany) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { source, resolve, reject, ...(forWhom && { forWhom }), ...(signal && { signal }) };
      this.#waiting.push(waiting);
      signal?.addEventListener('abort', () => this.#drop(waiting), { once: true });
      this.#working ??= this.#work();
    });
  }

  /** What is being made and what waits is rejected. Resolves when the child is gone. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { reject } of this.#waiting.splice(0)) reject(new VecheError('shutting_down'));
    await this.#working;
  }

  #drop(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    // One that is being made is ended by the signal itself.
    if (at >= 0) this.#waiting.splice(at, 1);
    waiting.resolve(undefined);
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const preview = await this.#make(next.source, next.signal);
      if (this.#closing.signal.aborted) next.reject(new VecheError('shutting_down'));
      else next.resolve(preview);
    }
    this.#working = undefined;
  }

  async #make(source: PictureSource, signal: AbortSignal | undefined): Promise<Preview | undefined> {
    const picture = await this.#read(source);
    if (picture === undefined || picture.byteLength > limits.chatPreviewSourceMaxBytes) return undefined;
    const header = readPictureHeader(picture);
    if (header === undefined || header.widthPx * header.heightPx > limits.chatPreviewMaxPixels) return undefined;
    // The decoder would paint the missing part in one colour.
    if (header.type === 'webp' && readWebpFileBytes(picture) > picture.byteLength) return undefined;
    const order: PreviewOrder = { header, sidePx: limits.chatPreviewSidePx };
    const end = await this.#run(
      {
        file: childFile,
        argument: JSON.stringify(order),
        input: picture,
        readableFolders: childPackages,
        outputMaxBytes: limits.chatPreviewMaxBytes,
      },
      signal === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, signal]),
    );
    if (end.type === 'done') return this.#check(end.output, header);
    this.#tell(end, header);
    return undefined;
  }

  async #read(source: PictureSource): Promise<Uint8Array | undefined> {
    if (source instanceof Uint8Array) return source;
    try {
      return await source();
    } catch (error) {
      this.#logger.warn({ error: String(error) }, 'A picture could not be read for its preview');
      return undefined;
    }
  }

  /** The child has held a stranger's bytes: a WebP of exactly the size that was asked for, nothing in it but pixels, or nothing. */
  #check(webp: Uint8Array, picture: PictureHeader): Preview | undefined {
    const { widthPx, heightPx } = turnedSize(fitInto(picture, limits.chatPreviewSidePx), picture.orientation);
    const header = readPictureHeader(webp);
    const isAsAsked =
      webp.byteLength <= limits.chatPreviewMaxBytes &&
      header?.type === 'webp' &&
      header.widthPx === widthPx &&
      header.heightPx === heightPx &&
      readWebpFileBytes(webp) === webp.byteLength &&
      webpChunkNames(webp, plainChunks.length).every((name) => plainChunks.includes(name));
    if (isAsAsked) return { webp, widthPx, heightPx };
    this.#logger.error({ type: picture.type, bytes: webp.byteLength }, 'A preview is not what was asked for');
    return undefined;
  }

  #tell(end: Exclude<ConfinedEnd, { type: 'done' }>, { type, widthPx, heightPx }: PictureHeader): void {
    const isOfThePicture =
      end.type === 'aborted' || end.type === 'killed' || (end.type === 'failed' && end.exitCode === noPictureExitCode);
    const fields = { picture: { type, widthPx, heightPx }, end };
    if (isOfThePicture) this.#logger.debug(fields, 'A picture has no preview');
    else this.#logger.warn(fields, 'Previews cannot be made on this machine');
  }
}
