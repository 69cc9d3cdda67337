import { describe, expect, it } from 'vitest';
import { createPayloadFacts, readPayloadFacts } from './payload-facts.ts';

const sps = '6742c015a61105067e7c044000000300400000030083c58b8460';
const inStapA = (...units: string[]) =>
  Buffer.from(`78${units.map((unit) => (unit.length / 2).toString(16).padStart(4, '0') + unit).join('')}`, 'hex');
const facts = createPayloadFacts();
const read = (payload: Buffer) => {
  readPayloadFacts('h264', payload, facts);
  return facts;
};

describe('what forwarding knows of an H.264 payload', () => {
  it('is the size of the picture, from its parameter sets', () => {
    const known = { keyFrame: true, needsPrevious: false, widthPx: 320, heightPx: 180 };
    expect(read(Buffer.from(sps, 'hex'))).toMatchObject(known);
    expect(read(inStapA('68ce3c80', sps))).toMatchObject(known);
  });

  it('is no size where there are none, or none that make sense', () => {
    expect(read(Buffer.from('6588', 'hex'))).toMatchObject({ keyFrame: true, needsPrevious: true, widthPx: 0 });
    expect(read(Buffer.from('6742', 'hex'))).toMatchObject({ keyFrame: true, needsPrevious: false, widthPx: 0 });
    expect(read(Buffer.from('419a', 'hex'))).toMatchObject({ keyFrame: false, widthPx: 0, temporalLayer: 0 });
  });

  it('never throws, whatever comes', () => {
    for (let length = 0; length <= sps.length / 2; length += 1) {
      const cut = Buffer.from(sps, 'hex').subarray(0, length);
      expect(() => read(cut)).not.toThrow();
      expect(() => read(inStapA(cut.toString('hex')))).not.toThrow();
    }
  });
});
