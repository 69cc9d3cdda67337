import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeBye } from './rtcp/bye.ts';
import { writeFir } from './rtcp/fir.ts';
import { nackPairs, readNack, writeNack } from './rtcp/nack.ts';
import { writePli } from './rtcp/pli.ts';
import { writeReceiverReport } from './rtcp/receiver-report.ts';
import { writeRemb } from './rtcp/remb.ts';
import { writeSdes } from './rtcp/sdes.ts';
import { writeSenderReport } from './rtcp/sender-report.ts';
import { buildCompound, readRtcp, rtcpPacketsMax } from './rtcp.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fromHex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
const pli = writePli({ senderSsrc: 1, mediaSsrc: 2 });
const u32 = fc.nat({ max: 0xffffffff });
const block = fc.record({
  ssrc: u32,
  fractionLost: fc.nat({ max: 255 }),
  cumulativeLost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  highestSequence: u32,
  jitter: u32,
  lastSenderReport: u32,
  delaySinceLastSenderReport: u32,
});

describe('readRtcp', () => {
  it('reads a compound of a report, a description and a request', () => {
    const compound = fromHex(`
      81c90007 00000001 00000002 40ffffff 00010005 00000007 00000008 00000009
      81ca0003 00000001 0102 6162 00000000
      81ce0002 00000001 00000002`);
    expect(readRtcp(compound)).toEqual([
      {
        type: 'receiverReport',
        ssrc: 1,
        reports: [
          {
            ssrc: 2,
            fractionLost: 64,
            cumulativeLost: -1,
            highestSequence: 65_541,
            jitter: 7,
            lastSenderReport: 8,
            delaySinceLastSenderReport: 9,
          },
        ],
      },
      { type: 'sdes', chunks: [{ ssrc: 1, cname: 'ab' }] },
      { type: 'pli', senderSsrc: 1, mediaSsrc: 2 },
    ]);
  });

  it('keeps packets of unknown type, format or body as unknown', () => {
    expect(readRtcp(fromHex('80cf0001 00000001'))).toEqual([{ type: 'unknown', packetType: 207, count: 0 }]);
    expect(readRtcp(fromHex('85cd0002 00000001 00000002'))).toEqual([{ type: 'unknown', packetType: 205, count: 5 }]);
    expect(readRtcp(fromHex('82c90001 00000001'))).toEqual([{ type: 'unknown', packetType: 201, count: 2 }]);
  });

  it('gives nothing when the lengths do not add up or the version is another', () => {
    expect(readRtcp(buildCompound([pli, pli.subarray(0, 8)]))).toEqual([]);
    expect(readRtcp(buildCompound([pli, fromHex('41ce0000')]))).toEqual([]);
    expect(readRtcp(buildCompound([pli, Uint8Array.of(0x80, 200)]))).toEqual([]);
    expect(readRtcp(pli, 100)).toEqual([]);
  });

  it('takes padding off, and refuses padding that cannot be', () => {
    expect(readRtcp(fromHex('a1ce0003 00000001 00000002 00000004'))).toEqual([
      { type: 'pli', senderSsrc: 1, mediaSsrc: 2 },
    ]);
    expect(readRtcp(fromHex('a1ce0003 00000001 00000002 00000000'))).toEqual([]);
    expect(readRtcp(fromHex('a1ce0003 00000001 00000002 000000ff'))).toEqual([]);
    expect(readRtcp(fromHex('a0cb0000'))).toEqual([]);
  });

  it('reads a bounded number of packets', () => {
    expect(readRtcp(buildCompound(new Array<Uint8Array>(200).fill(pli)))).toHaveLength(rtcpPacketsMax);
  });

  it('reads an SDES chunk without a CNAME, and refuses an item that runs out', () => {
    expect(readRtcp(fromHex('81ca0003 00000001 02016100 00000000'))).toEqual([{ type: 'sdes', chunks: [{ ssrc: 1 }] }]);
    expect(readRtcp(fromHex('81ca0002 00000001 01ff6100'))).toEqual([{ type: 'unknown', packetType: 202, count: 1 }]);
  });
});

describe('RTCP writers', () => {
  it('write the bytes of the RFCs', () => {
    expect(hex(pli)).toBe('81ce00020000000100000002');
    expect(hex(writeNack({ senderSsrc: 1, mediaSsrc: 2, sequenceNumbers: [10, 11, 26, 27] }))).toBe(
      '81cd00040000000100000002000a8001001b0000',
    );
    expect(hex(writeFir({ senderSsrc: 1, entries: [{ ssrc: 2, sequence: 3 }] }))).toBe(
      '84ce000400000001000000000000000203000000',
    );
    // 2,500,000 = 156,250 * 2^4: exponent 4, mantissa 0x2625a.
    expect(hex(writeRemb({ senderSsrc: 1, bitrateBps: 2_500_000, ssrcs: [2] }))).toBe(
      '8fce0005000000010000000052454d420112625a00000002',
    );
    expect(hex(writeBye({ ssrcs: [1] }))).toBe('81cb000100000001');
  });

  it('end an SDES chunk with a zero, whatever the length of its CNAME', () => {
    for (let length = 1; length <= 20; length++) {
      const chunks = [
        { ssrc: 1, cname: 'x'.repeat(length) },
        { ssrc: 2, cname: 'y' },
      ];
      expect(readRtcp(writeSdes({ chunks }))).toEqual([{ type: 'sdes', chunks }]);
    }
  });

  it('write reports that read back the same', () => {
    fc.assert(
      fc.property(
        fc.record({
          ssrc: u32,
          ntpSeconds: u32,
          ntpFraction: u32,
          rtpTimestamp: u32,
          packetCount: u32,
          octetCount: u32,
          reports: fc.array(block, { maxLength: 31 }),
        }),
        (fields) => {
          const receiver = { ssrc: fields.ssrc, reports: fields.reports };
          expect(readRtcp(buildCompound([writeSenderReport(fields), writeReceiverReport(receiver)]))).toEqual([
            { type: 'senderReport', ...fields },
            { type: 'receiverReport', ...receiver },
          ]);
        },
      ),
    );
  });

  it('keep an estimate to within 2^-17 below what was said', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (bitrateBps) => {
        const [packet] = readRtcp(writeRemb({ senderSsrc: 1, bitrateBps, ssrcs: [] }));
        const read = packet?.type === 'remb' ? packet.bitrateBps : -1;
        expect(read).toBeLessThanOrEqual(bitrateBps);
        expect(read).toBeGreaterThanOrEqual(bitrateBps * (1 - 2 ** -17));
      }),
    );
  });
});

describe('nackPairs', () => {
  it('packs runs over the wrap', () => {
    expect(nackPairs([65_535, 0, 15, 16])).toEqual([
      { pid: 65_535, blp: 0x8001 },
      { pid: 16, blp: 0 },
    ]);
    expect(nackPairs([])).toEqual([]);
  });

  it('loses no number and invents none', () => {
    const numbers = fc.uniqueArray(fc.nat({ max: 65_535 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(numbers, (sequenceNumbers) => {
        const bytes = writeNack({ senderSsrc: 1, mediaSsrc: 2, sequenceNumbers });
        const read = readNack(bytes, 0, bytes.length)!;
        expect(new Set(read.sequenceNumbers)).toEqual(new Set(sequenceNumbers));
      }),
    );
  });
});
