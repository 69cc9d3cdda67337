import { describe, expect, it } from 'vitest';
import {
  type Changeover,
  changeoverAfter,
  firstSoundPatienceMs,
  leavingMs,
  type Progress,
  receives,
  type SoundPath,
  wantedPath,
} from './sound-changeover.ts';

const settled: Changeover = { name: 'settled', heard: 'mix' };
const building: Changeover = { name: 'building', heard: 'mix', standsSinceMs: undefined };
const standing: Changeover = { name: 'building', heard: 'mix', standsSinceMs: 1_000 };
const leaving: Changeover = { name: 'leaving', heard: 'each', sinceMs: 1_000 };
const after = (before: Changeover, wanted: SoundPath, progress: Progress = 'missing', nowMs = 1_000) =>
  changeoverAfter(before, { wanted, progress, nowMs });

describe('the way to hear', () => {
  it('is the mix in a mixed meeting, each stream in a forwarded one, and always the mix without Opus', () => {
    expect([wantedPath('mixed', true), wantedPath('forwarded', true), wantedPath('forwarded', false)]).toEqual([
      'mix',
      'each',
      'mix',
    ]);
  });
});

describe('a settled way', () => {
  it('stays as long as it is wanted, and is all that is received', () => {
    expect(after(settled, 'mix')).toBe(settled);
    expect([receives(settled, 'mix'), receives(settled, 'each')]).toEqual([true, false]);
  });
  it('is still heard while the other one is built, and both are received', () => {
    const next = after(settled, 'each');
    expect(next).toEqual(building);
    expect([receives(next, 'mix'), receives(next, 'each')]).toEqual([true, true]);
  });
});

describe('a way that is being built', () => {
  it('is waited for as long as it is not open, however long that takes', () => {
    expect(after(building, 'each', 'missing', 60_000)).toBe(building);
  });
  it('is heard as soon as it flows', () => {
    expect(after(building, 'each', 'flowing', 1_050)).toEqual({ name: 'leaving', heard: 'each', sinceMs: 1_050 });
  });
  it('is heard after a while even if it brings nothing, for the others may be silent', () => {
    expect(after(building, 'each', 'silent', 1_000)).toEqual(standing);
    expect(after(standing, 'each', 'silent', 1_000 + firstSoundPatienceMs - 1)).toBe(standing);
    expect(after(standing, 'each', 'silent', 1_000 + firstSoundPatienceMs).heard).toBe('each');
  });
  it('has its time anew when somebody joins meanwhile', () => {
    expect(after(standing, 'each', 'missing')).toEqual(building);
  });
  it('is dropped when the former one is wanted again', () => {
    expect(after(standing, 'mix', 'silent')).toEqual(settled);
  });
});

describe('a former way', () => {
  it('is received a moment longer than it is heard', () => {
    expect(after(leaving, 'each', 'flowing', 1_000 + leavingMs - 1)).toBe(leaving);
    expect(after(leaving, 'each', 'flowing', 1_000 + leavingMs)).toEqual({ name: 'settled', heard: 'each' });
  });
  it('can be gone back to', () => {
    expect(after(leaving, 'mix', 'flowing')).toEqual({ name: 'building', heard: 'each', standsSinceMs: undefined });
  });
});
