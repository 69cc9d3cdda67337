import { describe, expect, it } from 'vitest';
import { type SoundCheckInput, type SoundCheckState, soundCheckAfter } from './sound-check-state.ts';

const opening: SoundCheckState = { name: 'opening' };
const after = (...inputs: SoundCheckInput[]) => inputs.reduce(soundCheckAfter, opening);
const connected: SoundCheckInput = { type: 'connected', lengthMs: 5_000 };
const recorded: SoundCheckInput = { type: 'recorded', lengthMs: 4_900 };

describe('a sound check', () => {
  it('connects, lets one speak, plays it back, and can be begun again', () => {
    expect(after(connected)).toEqual({ name: 'speaking', atMs: 0, lengthMs: 5_000 });
    expect(after(connected, recorded)).toEqual({ name: 'playing', atMs: 0, lengthMs: 4_900 });
    expect(after(connected, recorded, { type: 'played' })).toEqual({ name: 'played' });
    expect(after(connected, recorded, { type: 'played' }, { type: 'begun' })).toEqual(opening);
  });
  it('shows how far it is, never beyond the end', () => {
    expect(after(connected, { type: 'at', atMs: 1_200 })).toMatchObject({ name: 'speaking', atMs: 1_200 });
    expect(after(connected, recorded, { type: 'at', atMs: 9_000 })).toMatchObject({ name: 'playing', atMs: 4_900 });
    expect(after({ type: 'at', atMs: 9 })).toBe(opening);
  });
  it('can fail at each step but the last, and be begun again', () => {
    const failed: SoundCheckInput = { type: 'failed', failure: { name: 'silent' } };
    for (const steps of [[], [connected], [connected, recorded]]) {
      expect(after(...steps, failed)).toEqual({ name: 'failed', failure: { name: 'silent' } });
    }
    expect(after(failed, { type: 'begun' })).toEqual(opening);
    expect(after(connected, recorded, { type: 'played' }, failed)).toEqual({ name: 'played' });
  });
  it('is moved by nothing that comes late', () => {
    expect(after(recorded)).toBe(opening);
    expect(after({ type: 'played' })).toBe(opening);
    const playing = after(connected, recorded);
    for (const late of [connected, recorded, { type: 'begun' }] as const)
      expect(soundCheckAfter(playing, late)).toBe(playing);
  });
});
