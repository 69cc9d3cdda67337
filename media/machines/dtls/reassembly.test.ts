import { describe, expect, it } from 'vitest';
import { HandshakeReassembly } from './reassembly.ts';

const body = Uint8Array.from({ length: 100 }, (_, at) => at);
const fragment = (offset: number, end: number, messageSequence = 0) => ({
  messageType: 1,
  messageBytes: body.length,
  messageSequence,
  offset,
  content: body.subarray(offset, end),
});

describe('reassembly', () => {
  it('joins fragments in any order, overlapping and repeated', () => {
    const reassembly = new HandshakeReassembly();
    for (const [offset, end] of [
      [60, 100],
      [0, 10],
      [60, 100],
      [5, 40],
      [30, 61],
    ] as const) {
      expect(reassembly.next(0)).toBeUndefined();
      expect(reassembly.add(0, fragment(offset, end))).toBe('held');
    }
    expect(reassembly.next(0)).toEqual({ messageType: 1, messageSequence: 0, body });
    expect(reassembly.next(0)).toBeUndefined();
    expect(reassembly.add(0, fragment(0, 100))).toBe('old');
  });

  it('hands messages out in sequence, whichever was whole first', () => {
    const reassembly = new HandshakeReassembly();
    reassembly.add(0, fragment(0, 100, 1));
    expect(reassembly.next(0)).toBeUndefined();
    reassembly.add(0, fragment(0, 100, 0));
    expect([reassembly.next(0)?.messageSequence, reassembly.next(0)?.messageSequence]).toEqual([0, 1]);
  });

  it('keeps plain and protected fragments of one number apart', () => {
    const reassembly = new HandshakeReassembly();
    reassembly.add(0, fragment(0, 50));
    reassembly.add(1, fragment(50, 100));
    expect(reassembly.next(0)).toBeUndefined();
    expect(reassembly.next(1)).toBeUndefined();
  });

  it('lets a fragment that contradicts another start the message anew', () => {
    const reassembly = new HandshakeReassembly();
    reassembly.add(0, { ...fragment(0, 50), messageBytes: 4_000 });
    expect(reassembly.add(0, fragment(0, 50))).toBe('replaced');
    reassembly.add(0, fragment(50, 100));
    expect(reassembly.next(0)?.body).toEqual(body);
  });

  it('holds nothing that lies six or more messages ahead', () => {
    const reassembly = new HandshakeReassembly();
    expect(reassembly.add(0, fragment(0, 100, 5))).toBe('held');
    expect(reassembly.add(0, fragment(0, 100, 6))).toBe('too-far-ahead');
    expect(reassembly.add(0, fragment(0, 100, 65_535))).toBe('too-far-ahead');
  });

  it('expects a number again when its message is taken back', () => {
    const reassembly = new HandshakeReassembly();
    reassembly.add(0, fragment(0, 100));
    reassembly.takeBack(reassembly.next(0)!);
    expect(reassembly.next(0)).toBeUndefined();
    reassembly.add(0, fragment(0, 100));
    expect(reassembly.next(0)?.messageSequence).toBe(0);
  });
});
