import { describe, expect, it } from 'vitest';
import { createH264SpsView, readH264Sps } from './h264-sps.ts';

const read = (hex: string) => {
  const view = createH264SpsView();
  return readH264Sps(Buffer.from(hex, 'hex'), view) ? view : undefined;
};

describe('the sequence parameter set of H.264', () => {
  it('tells profile, level and the size that is shown, cropping taken off', () => {
    // Written by x264: baseline, 320 by 180 in macroblocks of 16.
    expect(read('6742c015a61105067e7c044000000300400000030083c58b8460')).toEqual({
      profileIdc: 0x42,
      constraintFlags: 0xc0,
      levelIdc: 0x15,
      widthPx: 320,
      heightPx: 180,
    });
  });

  it('understands the high profiles', () => {
    expect(read('6764001facd9405005bb016a02020280000003008000001e078c18cb')).toMatchObject({
      profileIdc: 100,
      widthPx: 1280,
      heightPx: 720,
    });
  });

  it.each(['', '67', '6742c015', '6742c015a6', '6842c015a61105067e7c'])('refuses %s', (hex) => {
    expect(read(hex)?.widthPx ?? 0).toBe(0);
  });
});
