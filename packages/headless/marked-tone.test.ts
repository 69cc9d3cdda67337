import { describe, expect, it } from 'vitest';
import { MarkedTone, MarkedToneMeter } from './marked-tone.ts';
import { blockSamples, sampleRateHz } from './sound-signal.ts';

/** Sends a tone over a path that takes a while and on which `bend` befalls it. Whatever that looks ahead for must be sent by then. */
function heard(lengthMs: number, delayMs: number, bend: (sound: Int16Array) => Int16Array = (sound) => sound) {
  let nowMs = 5_000;
  const tone = new MarkedTone({ nowMs: () => nowMs });
  const delaysMs: number[] = [];
  const meter = new MarkedToneMeter(tone, (mark) => delaysMs.push(mark.delayMs));
  const delaySamples = Math.round((delayMs * sampleRateHz) / 1_000);
  const sent = new Int16Array(delaySamples + (lengthMs / 10) * blockSamples);
  const blocks = lengthMs / 10;
  for (let block = 0; block < blocks; block++) {
    const from = delaySamples + block * blockSamples;
    tone.signal(sent.subarray(from, from + blockSamples));
    const played = bend(sent).subarray(block * blockSamples, (block + 1) * blockSamples);
    nowMs += 10;
    if (block === Math.ceil(delayMs / 10)) meter.reset();
    meter.hear({ samples: played, sampleRateHz, channelCount: 1, atMs: nowMs });
  }
  return { tone, meter, delaysMs };
}

/** Leaves out `count` samples at `at`; what follows comes sooner. */
const cut = (at: number, count: number) => (sound: Int16Array) => {
  const short = sound.slice();
  short.copyWithin(at, at + count);
  return short;
};

describe('a tone with marks', () => {
  it.each([5, 73.3, 400, 1_200])('tells that its way takes %f ms', (delayMs) => {
    const { tone, delaysMs } = heard(10_000, delayMs);
    expect(tone.marks).toBe(5);
    expect(delaysMs.length).toBeGreaterThanOrEqual(4);
    for (const found of delaysMs) expect(Math.abs(found - delayMs)).toBeLessThan(1);
  });

  it('has no flaw where nothing was done to it', () => {
    const { meter } = heard(6_000, 20);
    expect([meter.clicks, meter.phaseJumps, meter.longestGapMs]).toEqual([0, 0, 0]);
    expect(meter.totalMs).toBeGreaterThan(5_800);
  });

  it.each([
    [4, 48_000],
    [8, 48_060],
    [12, 48_031],
    [20, 48_090],
  ])('jumps where %i samples are left out', (count, at) => {
    const { meter } = heard(4_000, 20, cut(at, count));
    expect(meter.phaseJumps).toBe(1);
    expect(meter.clicks).toBe(1);
  });

  it('jumps once where the pace changes, and once where it changes back', () => {
    const [from, to] = [48_000, 3 * 48_000];
    const faster = (sound: Int16Array): Int16Array => {
      const played = sound.slice();
      for (let at = from; at < played.length; at++) {
        const place = at + 0.01 * (Math.min(at, to) - from);
        const whole = Math.floor(place);
        const before = sound[whole] ?? 0;
        played[at] = before + (place - whole) * ((sound[whole + 1] ?? 0) - before);
      }
      return played;
    };
    const { meter } = heard(4_000, 60, faster);
    expect(meter.phaseJumps).toBeGreaterThan(0);
    expect(meter.phaseJumps).toBeLessThanOrEqual(4);
  });

  it('was away for as long as it was not sent', () => {
    const { meter } = heard(4_000, 20, (sound) => sound.slice().fill(0, 48_000, 48_000 + 1_920));
    expect(Math.abs(meter.longestGapMs - 40)).toBeLessThanOrEqual(2.5);
  });

  it('is away where something else is heard, and another mark is not taken for one', () => {
    const { meter, delaysMs } = heard(4_000, 20, (sound) => sound.map((_, at) => ((at * 7_919) % 4_001) - 2_000));
    expect(meter.longestGapMs).toBeGreaterThan(3_900);
    expect(delaysMs).toEqual([]);
  });

  it('counts anew after a reset', () => {
    const { meter } = heard(4_000, 20, cut(48_000, 5));
    meter.reset();
    expect([meter.totalMs, meter.clicks, meter.phaseJumps, meter.longestGapMs]).toEqual([0, 0, 0, 0]);
  });
});
