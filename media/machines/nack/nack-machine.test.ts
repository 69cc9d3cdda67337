import { limits } from '@veche/contracts/limits.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { NackMachine } from './nack-machine.ts';

describe('NackMachine', () => {
  it('asks for nothing while packets come in order', () => {
    const nack = new NackMachine();
    for (let sequence = 1; sequence < 100; sequence++) nack.received(sequence, sequence);
    expect(nack.due(1_000).sequences).toEqual([]);
  });

  it('gives packets that overtook each other a moment', () => {
    const nack = new NackMachine();
    nack.received(0, 1);
    nack.received(1, 3);
    expect(nack.due(2).sequences).toEqual([]);
    nack.received(5, 2);
    expect(nack.due(100).sequences).toEqual([]);
  });

  it('asks for what is missing, oldest first, and again after a while', () => {
    const nack = new NackMachine();
    nack.received(0, 1);
    nack.received(0, 5);
    expect(nack.due(20).sequences).toEqual([2, 3, 4]);
    expect(nack.due(30).sequences).toEqual([]);
    nack.received(40, 3);
    expect(nack.due(180).sequences).toEqual([2, 4]);
  });

  it('gives up after its tries, and says so once', () => {
    const nack = new NackMachine();
    nack.received(0, 1);
    nack.received(0, 3);
    let asked = 0;
    let givenUp = 0;
    for (let nowMs = 0; nowMs < 10_000; nowMs += 20) {
      const due = nack.due(nowMs);
      asked += due.sequences.length;
      if (due.givenUp) givenUp++;
    }
    expect({ asked, givenUp, left: nack.missingCount }).toEqual({ asked: limits.nackTriesMax, givenUp: 1, left: 0 });
  });

  it('forgets what can no longer be played in time, and gives up nothing by it', () => {
    const machine = new NackMachine(200);
    machine.received(0, 1);
    machine.received(20, 3);
    expect(machine.due(40).sequences).toEqual([2]);
    for (let nowMs = 60; nowMs <= 220; nowMs += 20) expect(machine.due(nowMs).givenUp).toBe(false);
    expect(machine.due(221)).toEqual({ sequences: [], givenUp: false });
    expect(machine.missingCount).toBe(0);
  });

  it('holds its list bounded, whatever jumps', () => {
    const nack = new NackMachine();
    nack.received(0, 1);
    nack.received(0, 1_000_000);
    expect(nack.missingCount).toBe(0);
    expect(nack.due(20).givenUp).toBe(true);
    for (let sequence = 1_000_002; sequence < 1_003_000; sequence += 2) nack.received(0, sequence);
    expect(nack.missingCount).toBeLessThanOrEqual(limits.nackListMax);
  });

  it('learns from answers how long to wait, from 20 ms on', () => {
    const nack = new NackMachine();
    nack.received(0, 0);
    for (let round = 1; round < 100; round++) {
      nack.received(round * 1_000, round * 2);
      nack.due(round * 1_000 + 10);
      nack.received(round * 1_000 + 15, round * 2 - 1);
    }
    expect(nack.retryMs).toBe(20);
  });

  /** Ten seconds of the requests for every `nth` packet of fifty a second, each answered 200 ms after it was asked for. */
  function askedFor(nth: number): { retryMs: number; asked: number; lost: number } {
    const nack = new NackMachine();
    const answers: { atMs: number; sequence: number }[] = [];
    let asked = 0;
    nack.received(0, 0);
    for (let nowMs = 0; nowMs < 20_000; nowMs += 20) {
      while (answers[0] !== undefined && answers[0].atMs <= nowMs) nack.received(nowMs, answers.shift()!.sequence);
      const sequence = nowMs / 20 + 1;
      if (sequence % nth !== 0) nack.received(nowMs, sequence);
      for (const lost of nack.due(nowMs).sequences) {
        if (nowMs >= 10_000) asked++;
        answers.push({ atMs: nowMs + 200, sequence: lost });
      }
    }
    return { retryMs: nack.retryMs, asked, lost: 500 / nth };
  }

  it('learns a round trip that is longer than its first guess, and waits for the answer', () => {
    const { retryMs, asked, lost } = askedFor(50);
    expect(retryMs).toBeGreaterThan(200);
    expect(asked).toBeLessThanOrEqual(lost + 1);
  });

  it('learns a long round trip where requests and answers are lost too, and gives nothing up', () => {
    const random = seededRandom(7);
    const lost = () => random() < 0.1;
    const nack = new NackMachine();
    const answers: { atMs: number; sequence: number }[] = [];
    let givenUp = 0;
    nack.received(0, 0);
    for (let nowMs = 0; nowMs < 60_000; nowMs += 20) {
      while (answers[0] !== undefined && answers[0].atMs <= nowMs) nack.received(nowMs, answers.shift()!.sequence);
      if (!lost()) nack.received(nowMs, nowMs / 20 + 1);
      const due = nack.due(nowMs);
      if (due.givenUp) givenUp++;
      if (lost()) continue;
      const answered = due.sequences.filter(() => !lost());
      answers.push(...answered.map((sequence) => ({ atMs: nowMs + 400, sequence })));
    }
    expect(nack.retryMs).toBeGreaterThan(200);
    expect(givenUp).toBe(0);
  });

  it('asks once more before an answer can have come, where many packets are lost', () => {
    const { retryMs, asked, lost } = askedFor(10);
    expect(retryMs).toBeGreaterThan(100);
    expect(retryMs).toBeLessThan(150);
    expect(asked).toBeGreaterThan(1.8 * lost);
    expect(asked).toBeLessThanOrEqual(2 * lost + 2);
  });
});
