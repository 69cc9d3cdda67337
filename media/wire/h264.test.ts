import { describe, expect, it } from 'vitest';
import { createH264View, readH264 } from './h264.ts';

const view = createH264View();
const read = (...bytes: number[]) => readH264(Uint8Array.from(bytes), 0, bytes.length, view);

describe('readH264', () => {
  it.each([
    ['an IDR slice that starts its picture', [0x65, 0x88], { keyFrame: true, startOfAccessUnit: true, nalType: 5 }],
    ['a later IDR slice', [0x65, 0x48], { keyFrame: false, startOfAccessUnit: false, nalType: 5 }],
    ['parameter sets', [0x67, 0x42], { keyFrame: true, parameterSets: true, nalType: 7 }],
    ['a slice of a delta picture', [0x41, 0x9a], { keyFrame: false, startOfAccessUnit: true, nalType: 1 }],
    ['STAP-A of SPS and PPS', [0x78, 0, 2, 0x67, 1, 0, 1, 0x68], { keyFrame: true, parameterSets: true, nalType: 7 }],
    ['STAP-A of delta slices', [0x78, 0, 2, 0x41, 0x9a], { keyFrame: false, nalType: 1 }],
    ['FU-A that starts an IDR', [0x7c, 0x85, 0x88], { keyFrame: true, startOfAccessUnit: true, nalType: 5 }],
    ['FU-A in the middle of an IDR', [0x7c, 0x05, 0x88], { keyFrame: false, startOfAccessUnit: false, nalType: 5 }],
    ['FU-A that ends an IDR', [0x7c, 0x45, 0x88], { keyFrame: false, nalType: 5 }],
  ])('knows %s', (_what, bytes, expected) => {
    expect(read(...bytes)).toBe(true);
    expect(view).toMatchObject(expected);
  });

  it.each([
    ['alone', [0x67, 0x42], 0, 2],
    ['first in STAP-A', [0x78, 0, 2, 0x67, 1, 0, 1, 0x68], 3, 2],
    ['last in STAP-A', [0x78, 0, 1, 0x68, 0, 3, 0x67, 1, 2], 6, 3],
    ['not at all', [0x78, 0, 1, 0x68], 0, 0],
    ['cut by FU-A', [0x7c, 0x87, 0x42], 0, 0],
  ])('knows where the sequence parameter set stands: %s', (_what, bytes, spsOffset, spsLength) => {
    expect(read(...bytes)).toBe(true);
    expect(view).toMatchObject({ spsOffset, spsLength });
  });

  it.each([
    ['nothing', []],
    ['type 0', [0x00, 1]],
    ['STAP-B', [0x79, 0, 0, 0, 1, 0x67]],
    ['an empty STAP-A', [0x78]],
    ['a unit that runs out of STAP-A', [0x78, 0, 3, 0x67, 1]],
    ['an empty unit in STAP-A', [0x78, 0, 0, 0x67]],
    ['FU-A without a body', [0x7c, 0x85]],
    ['FU-A of an aggregate', [0x7c, 0x98, 0]],
  ])('refuses %s', (_what, bytes) => {
    expect(read(...bytes)).toBe(false);
  });
});
