import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOpusView, readOpusPacket } from './opus.ts';

const view = createOpusView();
const read = (...bytes: number[]) => readOpusPacket(Uint8Array.from(bytes), view);
const zeros = (length: number) => Array.from(new Uint8Array(length));

/** A packet of the given frames as section 3.2 lays it out. */
function packetOf(config: number, code: number, lengths: readonly number[], variable: boolean, padding: number) {
  const told = (length: number) => (length < 252 ? [length] : [252 + (length & 3), (length - 252 - (length & 3)) / 4]);
  const frames = zeros(lengths.reduce((sum, length) => sum + length, 0));
  const toc = (config << 3) | code;
  if (code < 2) return [toc, ...frames];
  if (code === 2) return [toc, ...told(lengths[0]!), ...frames];
  const paddingHeader = padding < 0 ? [] : [...Array(Math.floor(padding / 254)).fill(255), padding % 254];
  const header = lengths.length | (padding < 0 ? 0 : 0x40) | (variable ? 0x80 : 0);
  const sizes = variable ? lengths.slice(0, -1).flatMap(told) : [];
  return [toc, header, ...paddingHeader, ...sizes, ...frames, ...zeros(Math.max(0, padding))];
}

describe('readOpusPacket', () => {
  it('reads the mode and the duration of all 32 configurations', () => {
    const durationsMs: number[] = [];
    const modes: string[] = [];
    for (let config = 0; config < 32; config++) {
      expect(read(config << 3, 1)).toBe(true);
      durationsMs.push(view.samples / 48);
      modes.push(view.mode);
    }
    const silk = [10, 20, 40, 60];
    const celt = [2.5, 5, 10, 20];
    expect(durationsMs).toEqual([...silk, ...silk, ...silk, 10, 20, 10, 20, ...celt, ...celt, ...celt, ...celt]);
    expect(modes).toEqual([...Array(12).fill('silk'), ...Array(4).fill('hybrid'), ...Array(16).fill('celt')]);
  });

  it('tells stereo from mono, and a packet in which nothing is coded', () => {
    expect(read(0x7c)).toBe(true);
    expect(view).toEqual({
      mode: 'hybrid',
      channels: 2,
      frameCount: 1,
      frameSamples: 960,
      samples: 960,
      codedBytes: 0,
    });
    expect(read(0x78, 1, 2)).toBe(true);
    expect(view).toMatchObject({ channels: 1, codedBytes: 2 });
  });

  it('refuses a packet of no bytes (R1)', () => {
    expect(read()).toBe(false);
  });

  it('refuses a frame of more than 1,275 bytes (R2)', () => {
    expect(read(0x78, ...zeros(1_275))).toBe(true);
    expect(read(0x78, ...zeros(1_276))).toBe(false);
    expect(read(0x79, ...zeros(2_552))).toBe(false);
    expect(read(0x7a, 0, ...zeros(1_276))).toBe(false);
    expect(read(0x7b, 1, ...zeros(1_276))).toBe(false);
    expect(read(0x7b, 0x82, 0, ...zeros(1_276))).toBe(false);
  });

  it('refuses two equal frames that share an odd number of bytes (R3)', () => {
    expect(read(0x79, 1, 2)).toBe(true);
    expect(view).toMatchObject({ frameCount: 2, samples: 1_920 });
    expect(read(0x79, 1, 2, 3)).toBe(false);
  });

  it('refuses a first frame that is longer than what is there (R4)', () => {
    expect(read(0x7a)).toBe(false);
    expect(read(0x7a, 252)).toBe(false);
    expect(read(0x7a, 2, 1)).toBe(false);
    expect(read(0x7a, 2, 1, 1)).toBe(true);
    expect(view).toMatchObject({ frameCount: 2, codedBytes: 2 });
  });

  it('refuses no frames, and more than 120 ms of them (R5)', () => {
    expect(read(0x7b)).toBe(false);
    expect(read(0x7b, 0)).toBe(false);
    expect(read(0x7b, 6, ...zeros(6))).toBe(true);
    expect(view.samples).toBe(5_760);
    expect(read(0x7b, 7, ...zeros(7))).toBe(false);
    expect(read(0x83, 48, ...zeros(48))).toBe(true);
    expect(read(0x83, 49, ...zeros(49))).toBe(false);
  });

  it('refuses equal frames that do not fill what padding leaves (R6)', () => {
    expect(read(0x7b, 0x43, 1, 1, 2, 3, 0)).toBe(true);
    expect(view).toMatchObject({ frameCount: 3, codedBytes: 3 });
    expect(read(0x7b, 0x43, 1, 1, 2, 3)).toBe(false);
    expect(read(0x7b, 0x43, 9, 1, 2, 3)).toBe(false);
    expect(read(0x7b, 0x43)).toBe(false);
    expect(read(0x7b, 0x43, 255)).toBe(false);
  });

  it('refuses frames of their own sizes that are longer than what is there (R7)', () => {
    expect(read(0x7b, 0x83, 1, 1, 1, 2, 3)).toBe(true);
    expect(view).toMatchObject({ frameCount: 3, codedBytes: 3 });
    expect(read(0x7b, 0x83, 1, 3, 1, 2, 3)).toBe(false);
    expect(read(0x7b, 0x83, 1)).toBe(false);
    expect(read(0x7b, 0x83, 1, 253)).toBe(false);
  });

  it('reads whatever a packer laid out', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 248, max: 1_275 }));
    const packet = fc.record({
      config: fc.integer({ min: 0, max: 31 }),
      code: fc.integer({ min: 0, max: 3 }),
      lengths: fc.array(length, { minLength: 2, maxLength: 48 }),
      variable: fc.boolean(),
      padding: fc.oneof(fc.constant(-1), fc.integer({ min: 0, max: 600 })),
    });
    fc.assert(
      fc.property(packet, ({ config, code, lengths, variable, padding }) => {
        read(config << 3);
        const frameSamples = view.samples;
        const count = code === 0 ? 1 : code < 3 ? 2 : Math.min(lengths.length, 5_760 / frameSamples);
        const equal = code === 1 || (code === 3 && !variable);
        const frames = lengths.slice(0, count).map((size) => (equal ? lengths[0]! : size));
        expect(read(...packetOf(config, code, frames, variable, padding))).toBe(true);
        const codedBytes = frames.reduce((sum, size) => sum + size, 0);
        expect(view).toMatchObject({ frameCount: count, samples: count * frameSamples, codedBytes });
      }),
      { seed: 6_716 },
    );
  });
});
