import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { SoundTails } from './sound-tails.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, at) => Uint8Array.of(at % 256));

describe('the ends of what was rendered', () => {
  it('are a second at most, in copies, and all of a shorter chunk', () => {
    const tails = new SoundTails();
    const packets = numbered(120);
    tails.remember('long', packets);
    tails.remember('short', packets.slice(0, 3));
    packets[119]![0] = 7;
    expect(tails.of('long')?.map(([at]) => at)).toEqual(Array.from({ length: 50 }, (_, at) => 70 + at));
    expect(tails.of('short')).toHaveLength(3);
    expect(tails.of('another')).toBeUndefined();
  });

  it('are so many and no more', () => {
    const tails = new SoundTails();
    for (let at = 0; at < limits.renderedSoundTailsRemembered + 2; at++) tails.remember(String(at), numbered(1));
    expect([0, 1, 2].map((at) => tails.of(String(at)) === undefined)).toEqual([true, true, false]);
  });
});
