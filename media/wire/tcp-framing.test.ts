import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deframer, frame } from './tcp-framing.ts';

describe('RFC 4571 framing', () => {
  it('puts the length before the datagram', () => {
    expect(frame(Uint8Array.of(7, 8, 9))).toEqual(Uint8Array.of(0, 3, 7, 8, 9));
    expect(frame(new Uint8Array(65_536))).toBeUndefined();
  });

  it('gives the datagrams back however the stream is chopped', () => {
    const datagrams = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
    fc.assert(
      fc.property(datagrams, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (sent, cuts) => {
        const stream = Uint8Array.from(sent.flatMap((bytes) => [...frame(bytes)!]));
        const deframer = new Deframer(300);
        const received: Uint8Array[] = [];
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const step = cuts[cut % cuts.length]!;
          expect(deframer.push(stream.subarray(at, at + step), (bytes) => received.push(bytes.slice()))).toBe(true);
          at += step;
        }
        expect(received).toEqual(sent);
      }),
    );
  });

  it('passes over empty frames', () => {
    const received: number[] = [];
    new Deframer().push(Uint8Array.of(0, 0, 0, 1, 5), (bytes) => received.push(...bytes));
    expect(received).toEqual([5]);
  });

  it('gives up on a stream whose frame is too long, and stays that way', () => {
    const deframer = new Deframer(4);
    const received: number[] = [];
    const take = (bytes: Uint8Array) => void received.push(...bytes);
    expect(deframer.push(Uint8Array.of(0, 1, 9, 0, 5), take)).toBe(false);
    expect(deframer.push(Uint8Array.of(0, 1, 9), take)).toBe(false);
    expect(received).toEqual([9]);
  });
});
