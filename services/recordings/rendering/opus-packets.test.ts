import { describe, expect, it } from 'vitest';
import { fitTo, opusPacketSamples, samplesOfOpus, silence } from './opus-packets.ts';

const packet = (toc: number, ...rest: number[]) => Uint8Array.of(toc, ...rest);
const celt20 = packet(0xfc, 1, 2);

describe('Opus packets', () => {
  it('are as long as RFC 6716 section 3.1 says', () => {
    // SILK 10, 20, 40, 60 ms; hybrid 10, 20; CELT 2.5, 5, 10, 20.
    const configs = [0, 1, 2, 3, 12, 13, 16, 17, 18, 19, 31];
    expect(configs.map((config) => samplesOfOpus(packet(config << 3)) / 48)).toEqual([
      10, 20, 40, 60, 10, 20, 2.5, 5, 10, 20, 20,
    ]);
    expect(samplesOfOpus(packet((18 << 3) | 1)) / 48).toBe(20);
    expect(samplesOfOpus(packet((18 << 3) | 3, 2)) / 48).toBe(20);
    expect(samplesOfOpus(packet((18 << 3) | 3))).toBe(0);
    expect(samplesOfOpus(new Uint8Array())).toBe(0);
  });

  it('R3: fill their chunk exactly: what lacks is silence, what is too much goes', () => {
    expect(fitTo(60, [celt20])).toEqual([celt20, ...silence(40)]);
    expect(fitTo(20, [celt20, celt20])).toEqual([celt20]);
    for (const silent of silence(100)) expect(samplesOfOpus(silent)).toBe(opusPacketSamples);
  });

  it('of another length would move all that follows, so such sound is none', () => {
    expect(fitTo(60, [celt20, packet(18 << 3), celt20])).toBeUndefined();
    expect(fitTo(60, [celt20, new Uint8Array()])).toBeUndefined();
  });
});
