/** A microphone for those who have none: feeds a signal to libwebrtc in step with the clock. */
import { blockSamples, type Signal, sampleRateHz } from './sound-signal.ts';
import { wrtc } from './wrtc-globals.ts';

const blockMs = 10;
/** After a longer stall the sound goes on from now rather than racing to catch up. */
const catchUpBlocks = 20;

export interface SoundSourceOptions {
  /** 2: the signal writes left and right in turn. */
  readonly channelCount?: 1 | 2;
  /** How much faster than ours its clock runs, parts per million; real ones are off by up to 200 either way. */
  readonly clockPpm?: number;
}

export class SoundSource {
  readonly track: MediaStreamTrack;
  #timer: NodeJS.Timeout;

  constructor(signal: Signal, { channelCount = 1, clockPpm = 0 }: SoundSourceOptions = {}) {
    const source = new wrtc.nonstandard.RTCAudioSource();
    this.track = source.createTrack();
    const samples = new Int16Array(blockSamples * channelCount);
    const paceMs = blockMs / (1 + clockPpm / 1e6);
    let dueMs = performance.now();
    // Each block by a timer of its own: a repeating one falls behind and makes up for it by two blocks at once, again and again.
    const play = (): void => {
      const nowMs = performance.now();
      if (nowMs - dueMs > catchUpBlocks * blockMs) dueMs = nowMs;
      for (; dueMs <= nowMs; dueMs += paceMs) {
        signal(samples);
        source.onData({
          samples,
          sampleRate: sampleRateHz,
          bitsPerSample: 16,
          channelCount,
          numberOfFrames: blockSamples,
        });
      }
      this.#timer = setTimeout(play, Math.max(0, dueMs - performance.now()));
    };
    this.#timer = setTimeout(play);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.track.stop();
  }
}
