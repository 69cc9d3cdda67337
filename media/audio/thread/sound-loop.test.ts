import { describe, expect, it } from 'vitest';
import type { PacketRingReader } from '../../plane/packet-ring.ts';
import type { SoundEngine } from '../sound-engine.ts';
import { SoundLoop } from './sound-loop.ts';
import type { FromSoundThread } from './sound-protocol.ts';

/** A loop whose time is turned by hand; each tick of the engine takes `tickMs`. */
function loopOf(tickMs: number) {
  const told = new Map<string, number>();
  const logged: string[] = [];
  const world = { nowMs: 0, ticks: 0, skipped: 0 };
  const engine = {
    tick() {
      world.nowMs += tickMs;
      world.ticks += 1;
    },
    skip(ticks: number) {
      world.skipped += ticks;
    },
    takeLevels: () => [],
    takeReadable: () => [],
    counts: () => ({ microphones: 0, speaking: 0, listeners: 0, streams: 0 }),
  };
  const loop = new SoundLoop({
    engine: engine as unknown as SoundEngine,
    ring: { read: () => undefined } as unknown as PacketRingReader,
    clock: { nowMs: () => 1_000_000 + world.nowMs },
    monotonicMs: () => world.nowMs,
    post(message: FromSoundThread) {
      if (message.type === 'counters') for (const [name, value] of message.counters) told.set(name, value);
      if (message.type === 'log') logged.push(message.message);
    },
  });
  /** As the thread does: until `untilMs`, one run after the other. */
  const runUntil = (untilMs: number): number => {
    let runs = 0;
    while (world.nowMs < untilMs) {
      const waitMs = loop.run();
      world.nowMs += Math.max(1, waitMs);
      runs += 1;
    }
    return runs;
  };
  return { world, loop, told, logged, runUntil };
}

describe('the beat', () => {
  it('comes every 20 ms', () => {
    const { world, told, runUntil } = loopOf(2);
    runUntil(10_010);
    expect(world.ticks).toBe(500);
    expect([told.get('soundTicks'), told.get('soundLateTicks'), told.get('soundSkippedTicks')]).toEqual([500, 0, 0]);
  });

  it('makes up for a few that were missed', () => {
    const { world, loop, runUntil } = loopOf(1);
    runUntil(1_000);
    const before = world.ticks;
    world.nowMs += 80;
    loop.run();
    expect(world.ticks - before).toBe(5);
    expect(world.skipped).toBe(0);
  });

  it('gives a stall of many up: they are late, left out, and a gap in the streams', () => {
    const { world, told, runUntil } = loopOf(1);
    runUntil(1_000);
    world.nowMs += 2_000;
    runUntil(world.nowMs + 2_000);
    expect(world.skipped).toBeGreaterThanOrEqual(99);
    expect(world.ticks + world.skipped).toBeGreaterThanOrEqual(249);
    expect(told.get('soundSkippedTicks')).toBe(world.skipped);
    expect(told.get('soundLateTicks')).toBeGreaterThanOrEqual(world.skipped);
    expect(told.get('soundTicks')).toBeGreaterThanOrEqual(200);
  });

  it.each([
    [90, 300],
    [130, 300],
    [300, 600],
    [1_000, 2_000],
  ])('leaves cleaning out, and says so, when the thread stands still for %i of each %i ms', (stallMs, everyMs) => {
    const { world, told, logged, runUntil } = loopOf(1);
    for (let atMs = everyMs; atMs <= 30_000; atMs += everyMs) {
      runUntil(atMs - stallMs);
      world.nowMs = atMs;
    }
    runUntil(31_000);
    expect(told.get('soundCleaningDropped')).toBe(1);
    expect(logged).toEqual(['Short of time: voices are mixed without noise suppression']);
    runUntil(120_000);
    expect(told.get('soundCleaningDropped')).toBe(0);
    expect(logged.at(-1)).toBe('Noise suppression is on again');
  });

  it('goes back to its thread now and then, however slow it is, and does not fall behind for ever', () => {
    const { world, told, runUntil } = loopOf(25);
    const runs = runUntil(20_000);
    expect(world.ticks / runs).toBeLessThanOrEqual(6);
    expect(world.skipped).toBeGreaterThan(100);
    expect(told.get('soundLatestTickMs')).toBeLessThan(300);
  });
});
