import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSoundFrame, frameSamples } from '../frame.ts';
import { Limiter } from './limiter.ts';

/** What comes out of the limiter for a long sound, frame by frame. */
function limit(sound: (sample: number) => number, frames: number, limiter = new Limiter()): Float32Array {
  const out = new Float32Array(frames * frameSamples);
  const frame = createSoundFrame();
  for (let at = 0; at < frames; at += 1) {
    for (let i = 0; i < frameSamples; i += 1) frame.left[i] = sound(at * frameSamples + i);
    limiter.process(frame);
    out.set(frame.left, at * frameSamples);
  }
  return out;
}
const tone = (gain: number, hz: number) => (sample: number) => gain * Math.sin((2 * Math.PI * hz * sample) / 48_000);
const delay = 96;

describe('the limiter', () => {
  it('changes nothing below the ceiling but 2 ms of delay', () => {
    const sound = tone(0.65, 440);
    const out = limit(sound, 10);
    for (let i = delay; i < out.length; i += 1) expect(out[i]).toBe(Math.fround(sound(i - delay)));
  });

  it('never lets anything reach full scale, whatever comes', () => {
    const bursts = fc.array(
      fc.record({ gain: fc.float({ min: 0, max: 8, noNaN: true }), hz: fc.integer({ min: 50, max: 8_000 }) }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(bursts, (parts) => {
        const out = limit((sample) => {
          const part = parts[Math.floor(sample / 777) % parts.length]!;
          return tone(part.gain, part.hz)(sample);
        }, 20);
        for (const sample of out) if (!(Math.abs(sample) <= 0.7001)) throw new Error(`${sample} is too loud`);
      }),
      { numRuns: 60 },
    );
  });

  it('goes down and comes back without a step', () => {
    const out = limit(
      (sample) => (sample >= 4_080 && sample < 12_000 ? tone(2.5, 200)(sample) : tone(0.5, 200)(sample)),
      60,
    );
    let steepest = 0;
    for (let i = 1; i < out.length; i += 1) steepest = Math.max(steepest, Math.abs(out[i]! - out[i - 1]!));
    // What comes in has 0.065 a sample at the onset of the loud part.
    expect(steepest).toBeLessThan(0.066);
    const end = out.subarray(-4_800);
    expect(Math.max(...end)).toBeGreaterThan(0.499);
  });

  it('leaves a voice as loud when two others join that stay below the ceiling together', () => {
    const alone = limit(tone(0.22, 300), 20);
    const together = limit((sample) => tone(0.22, 300)(sample) + tone(0.22, 410)(sample) + tone(0.22, 530)(sample), 20);
    const projection = (sound: Float32Array) => {
      let sum = 0;
      for (let i = 9_600; i < 19_200; i += 1) sum += sound[i]! * Math.sin((2 * Math.PI * 300 * (i - delay)) / 48_000);
      return sum / 4_800;
    };
    expect(Math.abs(projection(together) / projection(alone) - 1)).toBeLessThan(0.001);
  });

  it('goes on for another exactly where it stands', () => {
    const sound = tone(1.7, 333);
    const first = new Limiter();
    const whole = limit(sound, 10);
    limit(sound, 6, first);
    const second = new Limiter();
    second.takeOver(first);
    const rest = limit((sample) => sound(sample + 6 * frameSamples), 4, second);
    expect(rest).toEqual(whole.subarray(6 * frameSamples));
  });
});
