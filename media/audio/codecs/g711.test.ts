import { describe, expect, it } from 'vitest';
import { decodeG711, encodeG711, type G711Law } from './g711.ts';
import { decodeByFfmpeg, encodeByFfmpeg, hasFfmpeg } from './suite/ffmpeg.ts';

const codes = Uint8Array.from({ length: 256 }, (_, code) => code);
const laws: readonly { law: G711Law; container: string; silence: number; loudest: number }[] = [
  { law: 'pcmu', container: 'mulaw', silence: 0xff, loudest: 32_124 },
  { law: 'pcma', container: 'alaw', silence: 0xd5, loudest: 32_256 },
];

function expand(law: G711Law, bytes: Uint8Array): Float32Array {
  const samples = new Float32Array(bytes.length);
  decodeG711(law, bytes, samples);
  return samples;
}

function compress(law: G711Law, samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  encodeG711(law, samples, samples.length, bytes);
  return bytes;
}

describe.each(laws)('G.711 $law', ({ law, container, silence, loudest }) => {
  const values = expand(law, codes);

  it.runIf(hasFfmpeg)('decodes every code to what FFmpeg decodes it to', () => {
    expect(Int16Array.from(values, (value) => value * 32_768)).toEqual(decodeByFfmpeg(container, codes));
  });

  it.runIf(hasFfmpeg)('says every value that a code stands for as FFmpeg says it', () => {
    const shorts = Int16Array.from(values, (value) => value * 32_768);
    expect(compress(law, values)).toEqual(encodeByFfmpeg(container, shorts));
  });

  it("keeps every code through decoding and encoding, but for mu-law's two zeros, which are one value", () => {
    const back = compress(law, values);
    const wanted = codes.map((code) => (law === 'pcmu' && code === 0x7f ? 0xff : code));
    expect(back).toEqual(wanted);
  });

  it('reaches as far as the recommendation says, on both sides', () => {
    expect(Math.max(...values) * 32_768).toBe(loudest);
    expect(Math.min(...values) * 32_768).toBe(-loudest);
  });

  it('says silence as telephones do', () => {
    expect(compress(law, new Float32Array(1))).toEqual(Uint8Array.of(silence));
  });

  it('takes one of the two values around a sample', () => {
    const sorted = [...values].sort((a, b) => a - b);
    const samples = Float32Array.from({ length: 65_536 }, (_, index) => (index - 32_768) / 32_768);
    const back = expand(law, compress(law, samples));
    let above = 0;
    samples.forEach((sample, index) => {
      while (above < 255 && sorted[above]! < sample) above++;
      if (![sorted[above], sorted[above - 1]].includes(back[index]!))
        expect.fail(`${index - 32_768} -> ${back[index]!}`);
    });
  });

  it('cuts off what is too loud, and takes what is no number for silence', () => {
    const [over, under, none] = expand(law, compress(law, Float32Array.of(7, -7, Number.NaN)));
    expect([over! * 32_768, under! * 32_768]).toEqual([loudest, -loudest]);
    expect(Math.abs(none!)).toBeLessThan(0.001);
  });
});
