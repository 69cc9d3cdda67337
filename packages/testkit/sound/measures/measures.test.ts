import { describe, expect, it } from 'vitest';
import { add, addNoise, fromDb, levelDbOf, scale } from '../level.ts';
import { noises } from '../noises.ts';
import { synthesiseSpeech } from '../synthetic-speech.ts';
import { align, delayed, findDelay } from './alignment.ts';
import { burstDelaysMs, delayProbe } from './delay-probe.ts';
import { audibleGaps, clicks, clippedSamples } from './flaws.ts';
import { crossCorrelation } from './fourier.ts';
import { loudnessLufs } from './loudness.ts';
import { projectionsDb } from './projection.ts';
import { siSdrDb } from './si-sdr.ts';
import { gainsInMixture } from './voices-in-mixture.ts';

const speech = synthesiseSpeech({ voice: 'boris', seed: 1, lengthMs: 6_000, talking: 0.7 });
const tone = (hz: number, amplitude: number, lengthMs: number): Float32Array =>
  Float32Array.from({ length: lengthMs * 48 }, (_, at) => amplitude * Math.sin((2 * Math.PI * hz * at) / 48_000));

/** Read by a clock that is off by a factor. */
function faster(sound: Float32Array, rate: number): Float32Array {
  return Float32Array.from({ length: sound.length }, (_, at) => {
    const place = at * rate;
    const [low, share] = [Math.floor(place), place % 1];
    return (sound[low] ?? 0) * (1 - share) + (sound[low + 1] ?? 0) * share;
  });
}

describe('cross-correlation', () => {
  it.each([3, 300])('is the sum that its definition says, over %i lags', (lags) => {
    const one = Float32Array.from([1, -2, 3]);
    const other = Float32Array.from([4, 5, -6, 7, 8]);
    const expected = Array.from({ length: lags }, (_, lag) =>
      one.reduce((sum, sample, at) => sum + sample * (other[at + lag] ?? 0), 0),
    );
    const found = crossCorrelation(one, other, lags);
    for (const [lag, value] of expected.entries()) expect(found[lag]).toBeCloseTo(value, 9);
  });
});

describe('alignment', () => {
  it.each([0, 1, 480, 7_321.4, 20_000.75])('finds a delay of %f samples', (delaySamples) => {
    const found = findDelay(speech, delayed(speech, delaySamples), { most: 24_000 });
    expect(Math.abs(found.delaySamples - delaySamples)).toBeLessThan(0.05);
    expect(found.likeness).toBeGreaterThan(0.99);
  });

  it('finds it under noise as loud as the speech', () => {
    const noisy = addNoise(delayed(speech, 1_000), noises.white(1, 8_000), 0);
    expect(Math.abs(findDelay(speech, noisy, { most: 4_800 }).delaySamples - 1_000)).toBeLessThan(1);
  });

  it('undoes a fractional delay to 50 dB', () => {
    const { sound } = align(speech, delayed(speech, 777.3), { delayMostSamples: 4_800 });
    expect(siSdrDb(speech, sound)).toBeGreaterThan(50);
  });

  it('follows a delay that changes on the way', () => {
    const half = 144_000;
    const received = new Float32Array(speech.length + 2_000);
    received.set(speech.subarray(0, half), 1_000);
    received.set(speech.subarray(half), half + 1_400);
    const segmentSamples = 24_000;
    const { sound, delaysSamples } = align(speech, received, { delayMostSamples: 4_800, segmentSamples });
    expect(delaysSamples.at(0)).toBeCloseTo(1_000, 0);
    expect(delaysSamples.at(-1)).toBeCloseTo(1_400, 0);
    expect(siSdrDb(speech, sound)).toBeGreaterThan(40);
  });

  it('follows a clock that is a little fast', () => {
    const late = delayed(faster(speech, 1.002), 2_000);
    const { sound } = align(speech, late, { delayMostSamples: 4_800, segmentSamples: 1_920 });
    expect(siSdrDb(speech, sound)).toBeGreaterThan(20);
  });
});

describe('SI-SDR', () => {
  it.each([-5, 0, 5, 20])('of noise %i dB under the speech says so, at any volume', (snrDb) => {
    const noisy = addNoise(speech, noises.white(1, 6_000), snrDb);
    expect(Math.abs(siSdrDb(speech, scale(noisy, 0.3)) - snrDb)).toBeLessThan(0.1);
  });

  it('of a copy is without end', () => {
    expect(siSdrDb(speech, speech)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('projection', () => {
  const voices = (['anton', 'clara', 'elena'] as const).map((voice, at) =>
    synthesiseSpeech({ voice, seed: 20 + at, lengthMs: 6_000, talking: 0.8 }),
  );

  it('tells how loud each of three voices is that talk at once', () => {
    const gainsDb = [0, -6, 3];
    const mixture = add(...voices.map((voice, at) => scale(voice.slice(), fromDb(gainsDb[at]!))));
    for (const [at, found] of projectionsDb(voices, mixture).entries()) expect(found).toBeCloseTo(gainsDb[at]!, 3);
  });

  it('is off by little under noise, and knows who is absent', () => {
    const mixture = addNoise(add(voices[0]!, voices[2]!), noises.white(1, 6_000), 15);
    const [first, absent, last] = projectionsDb(voices, mixture);
    expect(Math.abs(first!)).toBeLessThan(0.2);
    expect(absent).toBeLessThan(-30);
    expect(Math.abs(last!)).toBeLessThan(0.2);
  });
});

describe('voices in a mixture', () => {
  it('keep their gains, each with a delay of its own, one by a faster clock, one with a jump', () => {
    const voices = (['anton', 'clara', 'elena'] as const).map((voice, at) =>
      synthesiseSpeech({ voice, seed: 20 + at, lengthMs: 4_000, talking: 0.8 }),
    );
    const gainsDb = [-1, -6, 2];
    const jumped = new Float32Array(voices[2]!.length + 500);
    jumped.set(voices[2]!.subarray(0, 96_000));
    jumped.set(voices[2]!.subarray(96_000), 96_500);
    const ways = [delayed(voices[0]!, 3_000.3), delayed(faster(voices[1]!, 1.0002), 3_700), delayed(jumped, 2_500.7)];
    const mixture = add(...ways.map((way, at) => scale(way, fromDb(gainsDb[at]!))));
    const found = gainsInMixture(voices, mixture, { delayMostSamples: 9_600 });
    for (const [at, { gainDb, heardShare }] of found.entries()) {
      expect(Math.abs(gainDb - gainsDb[at]!)).toBeLessThan(0.4);
      expect(heardShare).toBeGreaterThan(0.8);
    }
    ways[1]!.fill(0, 72_000, 144_000);
    const [, cutOff] = gainsInMixture(voices, add(...ways), { delayMostSamples: 9_600 });
    expect(cutOff!.heardShare).toBeLessThan(found[1]!.heardShare - 0.1);
  });
});

describe('loudness', () => {
  it('of a full-scale tone of 997 Hz is -3.01 LUFS', () => {
    expect(loudnessLufs(tone(997, 1, 5_000))).toBeCloseTo(-3.01, 1);
  });

  it('counts bass less than treble', () => {
    expect(loudnessLufs(tone(50, 0.5, 3_000))).toBeLessThan(loudnessLufs(tone(997, 0.5, 3_000)) - 3);
    expect(loudnessLufs(tone(4_000, 0.5, 3_000))).toBeGreaterThan(loudnessLufs(tone(997, 0.5, 3_000)) + 2);
  });

  it('does not fall with pauses', () => {
    const talk = tone(997, 0.1, 4_000);
    const withPause = new Float32Array(12 * 48_000);
    withPause.set(talk);
    expect(Math.abs(loudnessLufs(withPause) - loudnessLufs(talk))).toBeLessThan(0.4);
  });

  it('of silence is none', () => {
    expect(loudnessLufs(new Float32Array(48_000))).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('clipping', () => {
  it('is every sample at either end of the scale', () => {
    expect(clippedSamples(Float32Array.from([0, 0.9999, 1, -1, 32_767 / 32_768, 1.5]))).toBe(4);
    expect(clippedSamples(speech)).toBe(0);
  });
});

describe('gaps', () => {
  /** Where 50 ms are loud without a break. */
  const loudAt = speech.findIndex(
    (_, at) => at % 240 === 0 && Array.from({ length: 10 }, (_, block) => at + block * 240).every(isLoudAt),
  );
  function isLoudAt(at: number): boolean {
    return levelDbOf(speech.subarray(at, at + 240)) > -30;
  }

  it('are none in an intact copy at another volume', () => {
    expect(audibleGaps(speech, scale(speech.slice(), 0.4))).toEqual({ count: 0, totalMs: 0, longestMs: 0 });
  });

  it('are found with their length where speech was, and not in its pauses', () => {
    const holed = scale(speech.slice(), 0.4);
    holed.fill(0, loudAt, loudAt + 40 * 48);
    holed.fill(0, 0, 1_000);
    const gaps = audibleGaps(speech, holed);
    expect(gaps.count).toBe(1);
    expect(Math.abs(gaps.longestMs - 40)).toBeLessThanOrEqual(10);
  });
});

describe('clicks', () => {
  it('are found where a sound is cut and spliced, and in no voice', () => {
    const spliced = speech.slice();
    const places = [60_000, 130_000, 200_000].map((from) => {
      let at = from;
      while (Math.abs(spliced[at]!) < 0.08) at += 1;
      spliced.fill(0, at, at + 700);
      return at;
    });
    const found = clicks(spliced, speech);
    for (const place of places) expect(found.some((at) => at >= place && at < place + 800)).toBe(true);
    expect(found.length).toBeLessThanOrEqual(6);
    expect(clicks(speech)).toEqual([]);
  });

  it('are excused where the original has them', () => {
    const sound = noises.keyboard(2, 2_000);
    expect(clicks(sound, sound)).toEqual([]);
  });
});

describe('the delay probe', () => {
  it('tells the delay of every burst, also of those that come later than the others', () => {
    const probe = delayProbe({ seed: 1, count: 10, everyMs: 400 });
    const received = new Float32Array(probe.sound.length + 9_600);
    const cut = probe.startsSamples[5]! - 480;
    received.set(probe.sound.subarray(0, cut), 2_400);
    received.set(probe.sound.subarray(cut), cut + 4_800);
    const delaysMs = burstDelaysMs(probe, received, { mostMs: 150 });
    expect(delaysMs.map((delayMs) => Math.round(delayMs!))).toEqual([50, 50, 50, 50, 50, 100, 100, 100, 100, 100]);
  });

  it('says of a burst that did not come that it did not', () => {
    const probe = delayProbe({ seed: 1, count: 4, everyMs: 400 });
    const received = probe.sound.slice();
    received.fill(0, probe.startsSamples[2]!, probe.startsSamples[2]! + 7_200);
    expect(burstDelaysMs(probe, received, { mostMs: 100 }).map((delay) => delay === undefined)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
