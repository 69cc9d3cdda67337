import { describe, expect, it } from 'vitest';
import { createSoundFrame, frameSamples } from '../frame.ts';
import { Cleaning } from './cleaning.ts';
import { Sides } from './sides.ts';

const hz = { left: 200, right: 330 } as const;
const at = (frequencyHz: number, sample: number) => 0.3 * Math.sin((2 * Math.PI * frequencyHz * sample) / 48_000);
const steepestOfTone = 0.3 * 2 * Math.PI * (hz.right / 48_000);
const steepest = (sound: Float32Array) =>
  sound.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - sound[i - 1]!))), 0);

/** Hands sound on as late as a real one, with nothing taken out. */
const idle = () => {
  const waiting = new Float32Array(480);
  return {
    process(block: Float32Array) {
      const next = block.slice();
      block.set(waiting);
      waiting.set(next);
      return 0.9;
    },
    reset: () => waiting.fill(0),
    close: () => undefined,
  };
};

/** Two tones, one on each side; original sound is wanted where `wants` says so of the frame. */
function heard(frames: number, wants: (frame: number) => boolean, isStereo: (frame: number) => boolean = () => true) {
  const cleaning = new Cleaning(idle());
  const sides = new Sides();
  const left = new Float32Array(frames * frameSamples);
  const right = new Float32Array(frames * frameSamples);
  const channels: number[] = [];
  const frame = createSoundFrame();
  for (let number = 0; number < frames; number += 1) {
    const from = number * frameSamples;
    for (let i = 0; i < frameSamples; i += 1) {
      frame.left[i] = at(hz.left, from + i);
      frame.right[i] = isStereo(number) ? at(hz.right, from + i) : Number.NaN;
    }
    frame.channels = isStereo(number) ? 2 : 1;
    sides.takeApart(frame, wants(number));
    cleaning.process(frame.left, !wants(number), false);
    sides.putTogether(frame);
    channels.push(frame.channels);
    left.set(frame.left, from);
    right.set(frame.channels === 2 ? frame.right : frame.left, from);
  }
  return { left, right, channels, sides };
}

describe('two channels of original sound', () => {
  it('come out as they went in, 15 ms late', () => {
    const { left, right } = heard(20, () => true);
    for (let i = 11 * frameSamples; i < 20 * frameSamples; i += 1) {
      expect(left[i]).toBeCloseTo(at(hz.left, i - 720), 5);
      expect(right[i]).toBeCloseTo(at(hz.right, i - 720), 5);
    }
  });

  it('become one and two again without a click', () => {
    const { left, right, channels } = heard(60, (frame) => frame < 20 || frame >= 40);
    expect(steepest(left.subarray(frameSamples))).toBeLessThan(steepestOfTone * 1.2);
    expect(steepest(right.subarray(frameSamples))).toBeLessThan(steepestOfTone * 1.2);
    expect([channels[19], channels[35], channels[59]]).toEqual([2, 1, 2]);
  });

  it('are one where the sender has one', () => {
    const { left, channels, sides } = heard(
      30,
      () => true,
      () => false,
    );
    expect(sides.areHeard).toBe(true);
    expect(channels.every((count) => count === 1)).toBe(true);
    for (let i = 2 * frameSamples; i < 30 * frameSamples; i += 1) expect(left[i]).toBeCloseTo(at(hz.left, i - 720), 5);
  });

  it('are as wide as before when sound comes back after a pause', () => {
    const sides = new Sides();
    const frame = createSoundFrame();
    const pass = () => {
      frame.channels = 2;
      frame.left.fill(0.5);
      frame.right.fill(-0.5);
      sides.takeApart(frame, true);
      sides.putTogether(frame);
    };
    for (let number = 0; number < 12; number += 1) pass();
    sides.rest();
    pass();
    expect(frame.left[frameSamples - 1]).toBeCloseTo(0.5, 5);
    expect(frame.right[frameSamples - 1]).toBeCloseTo(-0.5, 5);
  });

  it('cost a decoder nothing once they are not wanted and have faded', () => {
    expect(heard(20, () => false).sides.areHeard).toBe(false);
    expect(heard(20, (frame) => frame < 5).sides.areHeard).toBe(false);
    expect(heard(10, (frame) => frame < 5).sides.areHeard).toBe(true);
  });
});
