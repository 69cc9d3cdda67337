import { describe, expect, it } from 'vitest';
import { Downsampler, type PlainRateHz, Upsampler } from './resampler.ts';
import { amplitudeOf, steepest, tone } from './suite/sounds.ts';

const packetSamples = (rateHz: PlainRateHz) => rateHz / 50;

/** Packet by packet, as it comes. */
function up(rateHz: PlainRateHz, sound: Float32Array): Float32Array {
  const upsampler = new Upsampler(rateHz);
  const factor = 48_000 / rateHz;
  const step = packetSamples(rateHz);
  const heard = new Float32Array(sound.length * factor);
  for (let at = 0; at < sound.length; at += step)
    upsampler.process(sound.subarray(at, at + step), step, heard.subarray(at * factor));
  return heard;
}

function down(rateHz: PlainRateHz, sound: Float32Array): Float32Array {
  const downsampler = new Downsampler(rateHz, 960);
  const factor = 48_000 / rateHz;
  const heard = new Float32Array(sound.length / factor);
  for (let at = 0; at < sound.length; at += 960)
    downsampler.process(sound.subarray(at, at + 960), heard.subarray(at / factor, (at + 960) / factor));
  return heard;
}

const db = (ratio: number) => 20 * Math.log10(ratio);

describe.each([
  { rateHz: 8_000 as const, flatToHz: 3_200, blockedFromHz: 4_400, delaySamples: 95.5 },
  { rateHz: 16_000 as const, flatToHz: 6_800, blockedFromHz: 8_600, delaySamples: 59.5 },
])('between $rateHz Hz and 48 kHz', ({ rateHz, flatToHz, blockedFromHz, delaySamples }) => {
  const heardFrom = 9_600;
  const passed = [100, 1_000, flatToHz / 2, flatToHz];

  it.each(passed)('goes up with %d Hz as loud as they were, and no image above -60 dB', (hz) => {
    const heard = up(rateHz, tone(hz, rateHz, rateHz)).subarray(heardFrom);
    expect(Math.abs(db(amplitudeOf(heard, hz) / 0.4))).toBeLessThan(0.1);
    for (let image = rateHz; image < 24_000; image += rateHz) {
      expect(db(amplitudeOf(heard, image - hz) / 0.4)).toBeLessThan(-60);
      expect(db(amplitudeOf(heard, image + hz) / 0.4)).toBeLessThan(-60);
    }
  });

  it.each(passed)('comes down with %d Hz as loud as they were', (hz) => {
    const heard = down(rateHz, tone(hz, 48_000)).subarray(rateHz / 5);
    expect(Math.abs(db(amplitudeOf(heard, hz, rateHz) / 0.4))).toBeLessThan(0.1);
  });

  it.each([blockedFromHz, rateHz - 700, rateHz + 700, 20_000])('comes down without %d Hz', (hz) => {
    const heard = down(rateHz, tone(hz, 48_000)).subarray(rateHz / 5);
    expect(db(Math.max(...heard.map(Math.abs)) / 0.4)).toBeLessThan(-60);
  });

  it('is late by the same for every frequency', () => {
    const click = new Float32Array(packetSamples(rateHz) * 2);
    click[0] = 0.5;
    const heard = up(rateHz, click);
    for (let i = 0; i < 40; i++) {
      const [before, after] = [heard[Math.floor(delaySamples) - i]!, heard[Math.ceil(delaySamples) + i]!];
      expect(before).toBeCloseTo(after, 6);
    }
  });

  it('is late by no more than 2.1 ms', () => {
    expect(delaySamples / 48).toBeLessThanOrEqual(2.1);
  });

  it('comes down without a seam between frames', () => {
    const heard = down(rateHz, tone(440, 48_000)).subarray(rateHz / 5);
    expect(steepest(heard)).toBeLessThan(1.01 * 0.4 * 2 * Math.PI * (440 / rateHz));
  });

  it('has no seam between packets', () => {
    const heard = up(rateHz, tone(440, rateHz, rateHz)).subarray(heardFrom);
    expect(steepest(heard)).toBeLessThan(1.01 * 0.4 * 2 * Math.PI * (440 / 48_000));
  });
});
