/**
 * Short bursts of voice at uneven distances, and when each of them arrived: the delay of a path, burst by burst. Voice and not clicks, because what
 * cleans sound takes clicks away; uneven, so that no burst can be taken for its neighbour.
 */
import { seededRandom } from '../../random.ts';
import { fromDb } from '../level.ts';
import { soundRateHz, synthesiseSpeech } from '../synthetic-speech.ts';
import { findDelay } from './alignment.ts';

const burstSamples = 7_200;
const rampSamples = 240;

export interface DelayProbe {
  readonly sound: Float32Array;
  /** Where each burst begins, in samples. */
  readonly startsSamples: readonly number[];
}

/** `count` bursts of 150 ms, about `everyMs` apart. */
export function delayProbe({ seed, count, everyMs }: { seed: number; count: number; everyMs: number }): DelayProbe {
  const random = seededRandom(seed);
  const speech = synthesiseSpeech({ voice: 'david', seed, lengthMs: count * 200 + 2_000, talking: 0.97 });
  const gap = (everyMs * soundRateHz) / 1_000;
  const sound = new Float32Array(Math.ceil((count + 1) * gap));
  const startsSamples = Array.from({ length: count }, (_, at) => Math.round((at + 0.3 + 0.4 * random()) * gap));
  let from = soundRateHz / 2;
  for (const start of startsSamples) {
    // Bursts begin where the speech has voice in it.
    while (peak(speech, from, from + 1_440) < fromDb(-18)) from += 480;
    for (let at = 0; at < burstSamples; at++) {
      const ramp = Math.min(1, at / rampSamples, (burstSamples - at) / rampSamples);
      sound[start + at]! += (speech[from + at] ?? 0) * ramp;
    }
    from += burstSamples;
  }
  return { sound, startsSamples };
}

function peak(sound: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let at = from; at < to; at++) most = Math.max(most, Math.abs(sound[at] ?? 1));
  return most;
}

const likenessLeast = 0.4;

/** Delay of each burst in milliseconds; undefined for one that did not arrive recognisably. */
export function burstDelaysMs(
  probe: DelayProbe,
  received: Float32Array,
  { mostMs }: { mostMs: number },
): (number | undefined)[] {
  const most = Math.round((mostMs * soundRateHz) / 1_000);
  return probe.startsSamples.map((from) => {
    const found = findDelay(probe.sound, received, { most, from, to: from + burstSamples });
    return found.likeness >= likenessLeast ? (found.delaySamples * 1_000) / soundRateHz : undefined;
  });
}
