import { describe, expect, it } from 'vitest';
import { DroppedNumbers } from './dropped-numbers.ts';
import { type RewriteInput, type RewriteOutput, RouteRewriter } from './route-rewriter.ts';

function packet(sequence: number, over: Partial<RewriteInput> = {}): RewriteInput {
  return { sequence, timestamp: sequence * 100, pictureId: -1, ...over };
}

function rewritten(rewriter: RouteRewriter, input: RewriteInput): RewriteOutput | undefined {
  const out = { sequence: 0, timestamp: 0, pictureId: 0 };
  return rewriter.rewrite(input, 0, out) ? out : undefined;
}

function begun(first: RewriteInput, firstSequence = 99): RouteRewriter {
  const rewriter = new RouteRewriter(firstSequence);
  rewriter.begin(first, first.timestamp);
  return rewriter;
}

describe('RouteRewriter', () => {
  it('numbers packets on from its own first number, whatever theirs are', () => {
    const rewriter = begun(packet(5_000));
    expect([5_000, 5_001, 5_002].map((n) => rewritten(rewriter, packet(n))?.sequence)).toEqual([100, 101, 102]);
  });

  it('leaves a hole where a packet is missing, and fills it when the packet comes late', () => {
    const rewriter = begun(packet(10));
    expect([10, 12, 11, 13].map((n) => rewritten(rewriter, packet(n))?.sequence)).toEqual([100, 102, 101, 103]);
  });

  it('leaves no hole for a packet that is filtered out', () => {
    const rewriter = begun(packet(10));
    rewritten(rewriter, packet(10));
    expect(rewriter.drop(packet(11))).toBe(true);
    expect(rewriter.drop(packet(11))).toBe(true);
    expect(rewritten(rewriter, packet(12))?.sequence).toBe(101);
  });

  it('does not take a number back that a later packet stands behind already', () => {
    const rewriter = begun(packet(10));
    rewritten(rewriter, packet(10));
    rewritten(rewriter, packet(12));
    expect(rewriter.drop(packet(11))).toBe(false);
    expect(rewritten(rewriter, packet(11))?.sequence).toBe(101);
    expect(rewritten(rewriter, packet(13))?.sequence).toBe(103);
  });

  it('never gives one number to two packets when drops and loss come out of order', () => {
    const rewriter = begun(packet(10));
    const given = new Set<number>();
    const order = [10, 13, 11, 14, 12, 17, 15, 16, 19, 18, 20];
    for (const n of order) {
      const wished = n % 3 === 0 && rewriter.drop(packet(n));
      if (wished) continue;
      const sequence = rewritten(rewriter, packet(n))!.sequence;
      expect(given.has(sequence)).toBe(false);
      given.add(sequence);
    }
    expect([...given].sort((a, b) => a - b)).toEqual(Array.from(given, (_, at) => 100 + at));
  });

  it('has no number for a packet so late that its place is forgotten, rather than one that was used', () => {
    const rewriter = begun(packet(10));
    const given = new Set<number>();
    const pass = (sequence: number): void => {
      const out = rewritten(rewriter, packet(sequence));
      if (out === undefined) return;
      expect(given.has(out.sequence)).toBe(false);
      given.add(out.sequence);
    };
    for (let sequence = 10; sequence < 2_500; sequence++) {
      if (sequence % 4 !== 2) rewriter.drop(packet(sequence));
      else if (sequence !== 2_002) pass(sequence);
    }
    pass(2_002);
    pass(2_502);
    expect(given.size).toBeGreaterThan(600);
  });

  it('goes on without a gap when it switches to another row of numbers', () => {
    const rewriter = begun(packet(10));
    rewritten(rewriter, packet(10));
    const last = rewritten(rewriter, packet(11))!;
    const first = packet(40_000, { timestamp: 77 });
    rewriter.begin(first, last.timestamp + 3_000);
    expect(rewritten(rewriter, first)).toMatchObject({
      sequence: last.sequence + 1,
      timestamp: last.timestamp + 3_000,
    });
    expect(rewritten(rewriter, packet(40_002, { timestamp: 177 }))).toMatchObject({
      sequence: last.sequence + 3,
      timestamp: last.timestamp + 3_100,
    });
  });

  it('has no place for packets from before the point of the switch', () => {
    const rewriter = begun(packet(10));
    rewriter.begin(packet(40_000), 5_000);
    expect(rewritten(rewriter, packet(39_999))).toBeUndefined();
  });

  it('moves a timestamp that would not lie after the last one', () => {
    const rewriter = begun(packet(10, { timestamp: 9_000 }));
    rewritten(rewriter, packet(10, { timestamp: 9_000 }));
    const next = packet(500, { timestamp: 1 });
    rewriter.begin(next, 8_000);
    expect(rewritten(rewriter, next)?.timestamp).toBe(9_001);
  });

  it('lets timestamps and sequence numbers wrap around', () => {
    const first = packet(65_535, { timestamp: 0xffffff00 });
    const rewriter = begun(first, 65_534);
    expect(rewritten(rewriter, first)).toMatchObject({ sequence: 65_535, timestamp: 0xffffff00 });
    expect(rewritten(rewriter, packet(65_536, { timestamp: 0x100 }))).toMatchObject({
      sequence: 65_536,
      timestamp: 0x100,
    });
  });

  it('keeps VP8 picture numbers continuous over a switch, within 15 bits', () => {
    const first = packet(10, { pictureId: 0x7fff });
    const rewriter = begun(first);
    expect(rewritten(rewriter, first)).toMatchObject({ pictureId: 0x7fff });
    const second = packet(900, { pictureId: 123 });
    rewriter.begin(second, 50_000);
    expect(rewritten(rewriter, second)).toMatchObject({ pictureId: 0 });
    expect(rewritten(rewriter, packet(901, { pictureId: 124 }))).toMatchObject({ pictureId: 1 });
  });

  it('closes the gap of pictures that are filtered out', () => {
    const first = packet(10, { pictureId: 5 });
    const rewriter = begun(first);
    rewritten(rewriter, first);
    rewriter.drop(packet(11, { pictureId: 6 }));
    rewriter.drop(packet(12, { pictureId: 6 }));
    expect(rewritten(rewriter, packet(13, { pictureId: 7 }))).toMatchObject({ sequence: 101, pictureId: 6 });
  });

  it('goes on in the first rollover period when the receiver has new keys', () => {
    const rewriter = begun(packet(10), 65_535);
    expect(rewritten(rewriter, packet(10))?.sequence).toBe(65_536);
    rewriter.restartRollover();
    expect(rewritten(rewriter, packet(11))?.sequence).toBe(1);
  });
});

describe('RouteRewriter that appends', () => {
  function appended(rewriter: RouteRewriter, timestamp: number, offset = 7_000): RewriteOutput {
    const out = { sequence: 0, timestamp: 0, pictureId: 0 };
    rewriter.append(packet(0, { timestamp }), offset, 0, out);
    return out;
  }

  it('gives the next number to whatever comes, and keeps timestamps at one distance', () => {
    const rewriter = new RouteRewriter(99);
    expect(rewriter.started).toBe(false);
    expect(appended(rewriter, 960)).toEqual({ sequence: 100, timestamp: 7_960, pictureId: -1 });
    expect(appended(rewriter, 48_000)).toEqual({ sequence: 101, timestamp: 55_000, pictureId: -1 });
    expect(rewriter).toMatchObject({
      started: true,
      highestOut: 101,
      timestampOffset: 7_000,
      lastOutTimestamp: 55_000,
    });
  });

  it('never wraps its own count, and wraps timestamps as the wire does', () => {
    const rewriter = new RouteRewriter(65_534);
    expect([0, 1, 2].map((n) => appended(rewriter, n).sequence)).toEqual([65_535, 65_536, 65_537]);
    expect(appended(rewriter, 2 ** 32 - 1).timestamp).toBe(6_999);
  });

  it('goes on from the same 16 bits in the first rollover period when keys are new', () => {
    const rewriter = new RouteRewriter(131_080);
    appended(rewriter, 0);
    rewriter.restartRollover();
    expect(appended(rewriter, 960).sequence).toBe(131_082 - 131_072);
  });
});

describe('DroppedNumbers', () => {
  it('counts what was dropped below a number, in any order and each once', () => {
    const dropped = new DroppedNumbers();
    for (const value of [5, 3, 9, 5]) dropped.drop(value);
    expect([3, 4, 6, 9, 10].map((value) => dropped.before(value))).toEqual([0, 1, 2, 2, 3]);
  });

  it('stays bounded and still counts all', () => {
    const dropped = new DroppedNumbers();
    for (let value = 0; value < 10_000; value += 2) dropped.drop(value);
    expect(dropped.before(10_000)).toBe(5_000);
  });
});
