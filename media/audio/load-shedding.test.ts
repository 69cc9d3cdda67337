import { describe, expect, it } from 'vitest';
import { LoadShedding } from './load-shedding.ts';

class Machine {
  readonly load = new LoadShedding();
  nowMs = 0;
  run(ms: number, lateByMs: number, busyMs: number): string[] {
    const changes: string[] = [];
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; this.nowMs += 20) {
      const change = this.load.beat(this.nowMs, lateByMs, busyMs);
      if (change !== undefined) changes.push(change);
    }
    return changes;
  }
}

describe('a machine that is short of time', () => {
  it('cleans as long as there is time', () => {
    const machine = new Machine();
    expect(machine.run(60_000, 1, 12)).toEqual([]);
    expect(machine.load.dropsCleaning).toBe(false);
  });

  it('drops cleaning when the work fills the beat, within half a second, and takes it up again after five of ease', () => {
    const machine = new Machine();
    expect(machine.run(1_000, 1, 19)).toEqual(['dropped']);
    expect(machine.run(4_000, 1, 5)).toEqual([]);
    expect(machine.run(2_000, 1, 5)).toEqual(['restored']);
  });

  it('drops cleaning when beats begin late though the work is small', () => {
    const machine = new Machine();
    expect(machine.run(1_000, 15, 5)).toEqual(['dropped']);
  });

  it('is not alarmed by one hiccup', () => {
    const machine = new Machine();
    machine.run(1_000, 0, 5);
    machine.run(60, 40, 20);
    expect(machine.run(1_000, 0, 5)).toEqual([]);
    expect(machine.load.dropsCleaning).toBe(false);
  });

  it('waits longer each time that it proves too early', () => {
    const machine = new Machine();
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      while (!machine.load.dropsCleaning) machine.run(20, 1, 19);
      const sinceMs = machine.nowMs;
      while (machine.load.dropsCleaning) machine.run(20, 1, 5);
      waits.push(machine.nowMs - sinceMs);
    }
    expect(waits[1]).toBeGreaterThan(waits[0]! * 1.5);
    expect(waits[3]).toBeGreaterThan(waits[2]! * 1.5);
  });
});
