/** A microphone for those who have none: feeds a signal to libwebrtc in step with the clock. */
import { blockSamples, type Signal, sampleRateHz } from './sound-signal.ts';
import { wrtc } from './wrtc-globals.ts';

const blockMs = 10;
/** After a longer stall the sound goes on from now rather than racing to catch up. */
const catchUpBlocks = 20;

export interface SoundSourceOptions {
  /** 2: the signal writes left and right in turn. */
  readonly channelCount?: 1 | 2;
}

export class SoundSource {
  readonly track: MediaStreamTrack;
  readonly #timer: NodeJS.Timeout;

  constructor(signal: Signal, { channelCount = 1 }: SoundSourceOptions = {}) {
    const source = new wrtc.nonstandard.RTCAudioSource();
    this.track = source.createTrack();
    const samples = new Int16Array(blockSamples * channelCount);
    let dueMs = performance.now();
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      if (nowMs - dueMs > catchUpBlocks * blockMs) dueMs = nowMs;
      for (; dueMs <= nowMs; dueMs += blockMs) {
        signal(samples);
        source.onData({
          samples,
          sampleRate: sampleRateHz,
          bitsPerSample: 16,
          channelCount,
          numberOfFrames: blockSamples,
        });
      }
    }, blockMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.track.stop();
  }
}
