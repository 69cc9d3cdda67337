/**
 * One mix on its way out: limited, and encoded once for all who get it. When nobody speaks it falls silent after a few frames of silence and then
 * only shows now and then that it is alive (RFC 7587 section 3.1.3). Its encoder can be brought in tune with another stream's: a listener who is
 * moved from one to the other then hears no seam, because both have encoded the same sound.
 */
import type { SoundEncoder } from '../codecs/sound-codec.ts';
import { createSoundFrame, type SoundFrame } from '../frame.ts';
import { Limiter } from './limiter.ts';

/** A receiver that fills gaps itself fills them with what it heard last: that must be silence. */
const silentFramesSent = 10;
const aliveEveryFrames = 20;
const framesToTuneIn = 4;

export interface EncoderSource {
  encoder(channels: 1 | 2): SoundEncoder;
}

export class OutputStream {
  readonly #source: EncoderSource;
  readonly #limiter = new Limiter();
  readonly #encoders: (SoundEncoder | undefined)[] = [undefined, undefined, undefined];
  /** The last frames as they were encoded or would have been, oldest first. */
  readonly #past = Array.from({ length: framesToTuneIn }, createSoundFrame);
  #pastAt = 0;
  #silentFrames = 0;
  #wakes = false;
  #idleFrames = 1;
  #channels: 1 | 2 = 1;
  /** The last answer of `encode` begins sound after silence. */
  marker = false;

  constructor(source: EncoderSource) {
    this.#source = source;
  }

  /** Goes on where `other` stands. */
  takeOver(other: OutputStream): void {
    this.#limiter.takeOver(other.#limiter);
    for (const [at, frame] of other.#past.entries()) copyFrame(frame, this.#past[at]!);
    this.#pastAt = other.#pastAt;
    this.#silentFrames = other.#silentFrames;
    this.#wakes = other.#wakes;
    this.#channels = other.#channels;
  }

  /** Somebody gets it who has heard something else until now: if it is silent, it says so anew. */
  wake(): void {
    this.#wakes = true;
  }

  /**
   * Takes one frame, which it changes; to be called each tick. Undefined: nothing is to be sent now. `isSilent`: the frame holds nothing at all.
   * `isWanted` false: nobody gets this stream now, so that it is not encoded.
   */
  encode(frame: SoundFrame, isSilent: boolean, isWanted: boolean): Uint8Array | undefined {
    const before = this.#silentFrames;
    this.#silentFrames = isSilent ? (this.#wakes ? 0 : before) + 1 : 0;
    this.#wakes = false;
    const rests = this.#silentFrames > silentFramesSent;
    if (rests && this.#silentFrames % aliveEveryFrames !== 0) {
      this.#idleFrames++;
      return undefined;
    }
    if (!rests) this.#limiter.process(frame);
    if (!isWanted) {
      this.#remember(frame);
      this.#idleFrames++;
      return undefined;
    }
    const encoder = this.#inTune(frame.channels);
    this.#remember(frame);
    this.#idleFrames = 0;
    this.marker = before > silentFramesSent && !isSilent;
    return frame.channels === 2 ? encoder.encode(frame.left, frame.right) : encoder.encode(frame.left);
  }

  close(): void {
    for (const encoder of this.#encoders) encoder?.close();
  }

  /** The encoder for so many channels; one that missed frames hears the last ones first. */
  #inTune(channels: 1 | 2): SoundEncoder {
    let encoder = this.#encoders[channels];
    const isContinuous = encoder !== undefined && this.#idleFrames === 0 && this.#channels === channels;
    this.#channels = channels;
    encoder ??= this.#source.encoder(channels);
    this.#encoders[channels] = encoder;
    if (isContinuous) return encoder;
    encoder.reset();
    if (this.#silentFrames > 1) return encoder;
    for (let i = 0; i < framesToTuneIn; i++) {
      const { left, right, channels: had } = this.#past[(this.#pastAt + i) % framesToTuneIn]!;
      if (channels === 2) encoder.encode(left, had === 2 ? right : left);
      else encoder.encode(left);
    }
    return encoder;
  }

  #remember(frame: SoundFrame): void {
    copyFrame(frame, this.#past[this.#pastAt]!);
    this.#pastAt = (this.#pastAt + 1) % framesToTuneIn;
  }
}

function copyFrame(from: SoundFrame, to: SoundFrame): void {
  to.left.set(from.left);
  if (from.channels === 2) to.right.set(from.right);
  to.channels = from.channels;
}
