import { describe, expect, it } from 'vitest';
import { SampleQueue } from './sample-queue.ts';

const tone = (count: number, from = 0, hz = 440) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * hz * (from + i)) / 48_000));

function readAll(queue: SampleQueue, count: number, rate: number): Float32Array {
  const left = new Float32Array(count);
  queue.read(left, new Float32Array(count), count, rate);
  return left;
}

describe('samples that wait to be played', () => {
  it('come out as they went in at rate 1', () => {
    const queue = new SampleQueue();
    queue.push(tone(1_500), undefined, 1_500);
    expect(readAll(queue, 960, 1)).toEqual(tone(960));
    expect([queue.length, queue.missing(960, 1)]).toEqual([540, 420]);
  });

  it('are the same tone, a little higher, when read faster, over many frames without a break', () => {
    const queue = new SampleQueue();
    const rate = 1.005;
    let pushed = 0;
    const out: number[] = [];
    let used = 0;
    for (let frame = 0; frame < 50; frame += 1) {
      while (queue.missing(960, rate) > 0) {
        queue.push(tone(480, pushed), undefined, 480);
        pushed += 480;
      }
      const left = new Float32Array(960);
      used += queue.read(left, new Float32Array(960), 960, rate);
      out.push(...left);
    }
    const wanted = Float32Array.from({ length: out.length }, (_, i) =>
      Math.sin((2 * Math.PI * 440 * i * rate) / 48_000),
    );
    expect(Math.max(...out.map((sample, i) => Math.abs(sample - wanted[i]!)).slice(1))).toBeLessThan(1e-3);
    expect(Math.abs(used - 50 * 960 * rate)).toBeLessThanOrEqual(1);
  });

  it('keep both channels apart, and a stream that becomes stereo keeps what waited', () => {
    const queue = new SampleQueue();
    queue.push(tone(480), undefined, 480);
    queue.push(tone(480, 480), tone(480, 0, 880), 480);
    const left = new Float32Array(960);
    const right = new Float32Array(960);
    queue.read(left, right, 960, 1);
    expect(queue.channels).toBe(2);
    expect(left).toEqual(tone(960));
    expect(right.subarray(0, 480)).toEqual(tone(480));
    expect(right.subarray(480)).toEqual(tone(480, 0, 880));
  });

  it('never outgrow their room', () => {
    const queue = new SampleQueue();
    for (let i = 0; i < 10; i += 1) queue.push(tone(5_760), undefined, 5_760);
    expect(queue.length).toBeLessThanOrEqual(5_760 + 1_920);
  });
});
