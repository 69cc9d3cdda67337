/** A synthetic voice as a page's microphone, and what the longest pause in it is: what noise suppression is to leave as it is. */
import { type SpeechOptions, soundRateHz, synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import type { FakeVoice } from './fake-devices.ts';

const sampleRateHz = 16_000;

export interface MadeVoice {
  readonly voice: FakeVoice;
  /** With the loop's seam. */
  readonly longestPauseMs: number;
}

/** `talking`: 1 unless said otherwise. */
export function makeVoice(options: SpeechOptions): MadeVoice {
  const speech = synthesiseSpeech({ talking: 1, ...options });
  const ratio = soundRateHz / sampleRateHz;
  const samples = new Int16Array(Math.floor(speech.length / ratio));
  for (let at = 0; at < samples.length; at++) {
    // Each third sample, of a mean over its neighbours: nothing of note lies above 8 kHz in this voice.
    let sum = 0;
    for (let of = 0; of < ratio; of++) sum += speech[at * ratio + of]!;
    samples[at] = Math.max(-32_768, Math.min(32_767, (sum / ratio) * 32_768));
  }
  return {
    voice: { samples: Buffer.from(samples.buffer).toString('base64'), sampleRateHz },
    longestPauseMs: pauseOf(samples),
  };
}

/** Quieter than 50 dB below full scale counts as a pause. */
function pauseOf(samples: Int16Array): number {
  const step = sampleRateHz / 100;
  let [longest, pause] = [0, 0];
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at + step <= samples.length; at += step) {
      const energy = samples.subarray(at, at + step).reduce((sum, sample) => sum + sample * sample, 0);
      pause = Math.sqrt(energy / step) < 100 ? pause + 10 : 0;
      longest = Math.max(longest, pause);
    }
  }
  return longest;
}
