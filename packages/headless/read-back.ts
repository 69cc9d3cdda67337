/** Eyes and ears of a headless participant: what a received track really carries. */
import { type FrameCode, readFrameCodeFromI420 } from '@veche/testkit/frame-code.ts';
import { loudness, toneShare } from './tone-meter.ts';
import { wrtc } from './wrtc-globals.ts';

export interface SeenFrame {
  readonly atMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** undefined when the picture carries none, or it is not readable. */
  readonly code: FrameCode | undefined;
}

export class PictureReader {
  readonly #sink: InstanceType<typeof wrtc.nonstandard.RTCVideoSink>;
  readonly #listeners = new Set<(frame: SeenFrame) => void>();
  /** Frames received since the start. */
  frames = 0;
  last: SeenFrame | undefined;

  constructor(track: MediaStreamTrack) {
    this.#sink = new wrtc.nonstandard.RTCVideoSink(track);
    this.#sink.onframe = ({ frame }: { frame: { width: number; height: number; data: Uint8Array } }) => {
      this.frames += 1;
      const code = readFrameCodeFromI420(frame);
      this.last = { atMs: performance.now(), widthPx: frame.width, heightPx: frame.height, code };
      for (const listener of this.#listeners) listener(this.last);
    };
  }

  /** Answers how to stop. */
  onFrame(listener: (frame: SeenFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    this.#listeners.clear();
    this.#sink.stop();
  }
}

interface HeardData {
  readonly samples: Int16Array;
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** A stretch of received sound, 10 ms as libwebrtc hands it out. */
export interface HeardBlock {
  /** Interleaved where there are two channels. Good only during the call: copy what is kept. */
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** `performance.now()` when it was handed out. */
  readonly atMs: number;
}

const keptMs = 200;

/** Keeps the newest 200 ms, and hands every block on. */
export class SoundReader {
  readonly #sink: InstanceType<typeof wrtc.nonstandard.RTCAudioSink>;
  readonly #listeners = new Set<(block: HeardBlock) => void>();
  /** A ring of one channel. */
  #kept = new Int16Array(0);
  #end = 0;
  #sampleRateHz = 48_000;

  constructor(track: MediaStreamTrack) {
    this.#sink = new wrtc.nonstandard.RTCAudioSink(track);
    this.#sink.ondata = ({ samples, sampleRate, channelCount }: HeardData) => {
      const atMs = performance.now();
      for (const listener of this.#listeners) listener({ samples, sampleRateHz: sampleRate, channelCount, atMs });
      const keptSamples = (sampleRate * keptMs) / 1_000;
      if (this.#kept.length !== keptSamples) this.#kept = new Int16Array(keptSamples);
      this.#sampleRateHz = sampleRate;
      for (let at = 0; at < samples.length; at += channelCount) {
        this.#kept[this.#end] = samples[at]!;
        this.#end = this.#end + 1 >= keptSamples ? 0 : this.#end + 1;
      }
    };
  }

  /** Answers how to stop. */
  onBlock(listener: (block: HeardBlock) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Share of the newest `overMs`, at most 200, that is this frequency, 0 to 1; 0 while nothing is heard. The shorter, the less it minds a pitch
   * that is a little off, as it is while clocks are being matched.
   */
  toneShare(frequencyHz: number, overMs = keptMs): number {
    const newest = this.#newest(Math.round((this.#sampleRateHz * overMs) / 1_000));
    return loudness(newest) < 50 ? 0 : toneShare(newest, this.#sampleRateHz, frequencyHz);
  }

  /** Root mean square of the newest 200 ms, 0 to 32,768. */
  loudness(): number {
    return loudness(this.#kept);
  }

  stop(): void {
    this.#listeners.clear();
    this.#sink.stop();
  }

  #newest(count: number): Int16Array {
    const inOrder = new Int16Array(this.#kept.length);
    inOrder.set(this.#kept.subarray(this.#end));
    inOrder.set(this.#kept.subarray(0, this.#end), this.#kept.length - this.#end);
    return inOrder.slice(-count);
  }
}
