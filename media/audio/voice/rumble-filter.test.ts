import { describe, expect, it } from 'vitest';
import { frameSamples } from '../frame.ts';
import { RumbleFilter, rumbleDelaySamples } from './rumble-filter.ts';

const lengthSamples = frameSamples * 100;
const tone = (hz: number): Float32Array =>
  Float32Array.from({ length: lengthSamples }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / 48_000));

function filtered(sound: Float32Array, filter = new RumbleFilter()): Float32Array {
  const out = sound.slice();
  for (let at = 0; at < out.length; at += frameSamples) filter.process(out.subarray(at, at + frameSamples));
  return out;
}

const levelDb = (sound: Float32Array): number =>
  10 * Math.log10(sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length);

/** What is left of a tone, once the filter has settled. */
const passedDb = (hz: number): number => {
  const sound = tone(hz);
  return levelDb(filtered(sound).subarray(lengthSamples / 2)) - levelDb(sound.subarray(lengthSamples / 2));
};

describe('the rumble filter', () => {
  it.each([0.5, 10, 20, 30])('takes %f Hz away', (hz) => {
    expect(passedDb(hz)).toBeLessThan(-8);
  });

  it.each([85, 110, 150, 300, 1_000, 5_000, 15_000])('leaves %i Hz as it was, 5 ms later and in phase', (hz) => {
    expect(Math.abs(passedDb(hz))).toBeLessThan(hz < 120 ? 2.2 : 1.5);
    const sound = tone(hz);
    const out = filtered(sound);
    const from = lengthSamples / 2;
    let difference = 0;
    for (let at = from; at < lengthSamples; at++) difference += (out[at]! - sound[at - rumbleDelaySamples]!) ** 2;
    expect(10 * Math.log10(difference / (lengthSamples - from)) - levelDb(sound)).toBeLessThan(hz < 120 ? -10 : -20);
  });

  it('does not mind how its input is cut', () => {
    const sound = tone(40).map((sample, at) => sample + Math.sin(at));
    const [whole, inParts] = [sound.slice(), sound.slice()];
    new RumbleFilter().process(whole);
    const filter = new RumbleFilter();
    for (let at = 0; at < inParts.length; at += 77) filter.process(inParts.subarray(at, at + 77));
    expect(inParts).toEqual(whole);
  });

  it('forgets', () => {
    const filter = new RumbleFilter();
    filtered(tone(20), filter);
    filter.reset();
    expect(filtered(tone(200), filter)).toEqual(filtered(tone(200)));
  });
});
