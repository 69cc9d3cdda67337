import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRtcp } from '../rtcp.ts';
import { readTransportCc, writeTransportCc } from './transport-cc.ts';

const fromHex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const read = (bytes: Uint8Array) => readTransportCc(bytes, 0, bytes.length);
const fields = { senderSsrc: 1, mediaSsrc: 2, baseSequence: 5, referenceTime: 3, feedbackSequence: 9 };
const head = (statusCount: string) => `8fcd0005 00000001 00000002 0005${statusCount} 00000309`;

describe('transport-wide feedback', () => {
  it('reads a run of arrivals', () => {
    expect(read(fromHex(`${head('0002')} 2002 0a14`))).toEqual({
      type: 'transportCc',
      ...fields,
      statusCount: 2,
      arrivals: [
        { sequenceNumber: 5, deltaTicks: 10 },
        { sequenceNumber: 6, deltaTicks: 20 },
      ],
    });
  });

  it('reads a vector of single bits', () => {
    // 1, 0, 1 and eleven that are not counted.
    expect(read(fromHex(`${head('0003')} a800 0102`))?.arrivals).toEqual([
      { sequenceNumber: 5, deltaTicks: 1 },
      { sequenceNumber: 7, deltaTicks: 2 },
    ]);
  });

  it('reads a vector of double bits with a negative delta', () => {
    // 01, 10, 00: small, large, lost.
    expect(read(fromHex(`${head('0003')} d800 05 fffe 00`))?.arrivals).toEqual([
      { sequenceNumber: 5, deltaTicks: 5 },
      { sequenceNumber: 6, deltaTicks: -2 },
    ]);
  });

  it.each([
    ['reserved symbols in a run', '0002', '6002 0000'],
    ['reserved symbols in a vector', '0002', 'f000 0000'],
    ['missing deltas', '0002', '2002 01'],
    ['missing chunks', '0002', ''],
    ['more arrivals than bytes', '0fff', '3fff 0000'],
  ])('refuses %s', (_what, statusCount, rest) => {
    expect(read(fromHex(`${head(statusCount)} ${rest}`))).toBeUndefined();
  });

  it('refuses feedback on no packets', () => {
    expect(read(fromHex(`${head('0000')} 0000 0000`))).toBeUndefined();
  });

  it('does not unfold what a hostile peer says was lost', () => {
    const chunks = '1fff'.repeat(9);
    expect(read(fromHex(`${head('ffff')} ${chunks} 0000`))?.arrivals).toEqual([]);
  });

  it('writes a long run as one chunk', () => {
    const arrivals = Array.from({ length: 100 }, (_, index) => ({ sequenceNumber: 5 + index, deltaTicks: 4 }));
    const bytes = writeTransportCc({ ...fields, statusCount: 100, arrivals });
    expect(Buffer.from(bytes.subarray(20, 22)).toString('hex')).toBe('2064');
    expect(bytes.length).toBe(20 + 2 + 100 + 2);
  });

  it('writes what reads back the same', () => {
    const delta = fc.oneof(fc.constant(undefined), fc.nat({ max: 255 }), fc.integer({ min: -32_768, max: 32_767 }));
    const runs = fc.array(fc.tuple(delta, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(runs, fc.nat({ max: 65_535 }), fc.integer({ min: -0x800000, max: 0x7fffff }), (parts, base, time) => {
        const deltas = parts.flatMap(([ticks, times]) => new Array<number | undefined>(times).fill(ticks));
        const arrivals = deltas.flatMap((deltaTicks, index) =>
          deltaTicks === undefined ? [] : [{ sequenceNumber: (base + index) & 0xffff, deltaTicks }],
        );
        const feedback = { ...fields, baseSequence: base, referenceTime: time, statusCount: deltas.length, arrivals };
        expect(readRtcp(writeTransportCc(feedback))).toEqual([{ type: 'transportCc', ...feedback }]);
      }),
    );
  });
});
