import { describe, expect, it } from 'vitest';
import { ReplayWindow } from './replay-window.ts';

describe('replay window', () => {
  it('takes each number once, in any order within 64', () => {
    const window = new ReplayWindow();
    for (const sequence of [5, 3, 4, 60, 0, 10, 66]) {
      expect(window.isReplay(sequence)).toBe(false);
      window.accept(sequence);
      expect(window.isReplay(sequence)).toBe(true);
    }
    expect(window.isReplay(6)).toBe(false);
  });

  it('takes nothing that lies 64 or more behind the highest', () => {
    const window = new ReplayWindow();
    window.accept(1_000);
    expect(window.isReplay(936)).toBe(true);
    expect(window.isReplay(937)).toBe(false);
  });

  it('forgets all when it jumps far ahead, up to the last number of 48 bits', () => {
    const window = new ReplayWindow();
    window.accept(1);
    window.accept(2 ** 48 - 1);
    expect(window.isReplay(2 ** 48 - 1)).toBe(true);
    expect(window.isReplay(2 ** 48 - 2)).toBe(false);
    expect(window.isReplay(2)).toBe(true);
  });
});
