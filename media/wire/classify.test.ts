import { describe, expect, it } from 'vitest';
import { classify } from './classify.ts';

const datagram = (first: number, second = 0, length = 40) => {
  const bytes = new Uint8Array(length);
  bytes[0] = first;
  bytes[1] = second;
  return bytes;
};

describe('classify', () => {
  it.each([
    [0, 1, 'stun'],
    [3, 0, 'stun'],
    [4, 0, 'unknown'],
    [16, 0, 'unknown'],
    [19, 0, 'unknown'],
    [20, 254, 'dtls'],
    [63, 254, 'dtls'],
    [64, 0, 'unknown'],
    [127, 200, 'unknown'],
    [128, 0, 'rtp'],
    [128, 111, 'rtp'],
    [191, 0x80 | 63, 'rtp'],
    [128, 192, 'rtcp'],
    [129, 200, 'rtcp'],
    [191, 223, 'rtcp'],
    [128, 224, 'rtp'],
    [192, 0, 'unknown'],
    [255, 255, 'unknown'],
  ] as const)('first bytes %i, %i are %s', (first, second, kind) => {
    expect(classify(datagram(first, second))).toBe(kind);
  });

  it('gives nothing a name that is shorter than its kind can be', () => {
    expect(classify(new Uint8Array(0))).toBe('unknown');
    expect(classify(datagram(0, 1, 19))).toBe('unknown');
    expect(classify(datagram(22, 254, 12))).toBe('unknown');
    expect(classify(datagram(128, 111, 11))).toBe('unknown');
    expect(classify(datagram(128, 200, 7))).toBe('unknown');
    expect(classify(datagram(128, 200, 8))).toBe('rtcp');
  });

  it('goes by the length that it is told, not by the buffer', () => {
    expect(classify(datagram(128, 111), 11)).toBe('unknown');
    expect(classify(datagram(128, 111), 41)).toBe('unknown');
  });
});
