import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { readSpoolRecords, type SpoolRecord, writeSpoolRecord } from './spool-records.ts';

const head = {
  version: 1,
  recordingId: 'b1e6b510-37fd-4f9b-8f85-b6579f2b5e55',
  conferenceId: '7bbf0e82-3d71-4cb7-95d4-4fc987dc6897',
  runStartedAtMs: 1_790_000_000_000,
  number: 3,
  startMs: 1_790_000_030_000,
  codec: 'h264',
} as const;
const picture = { participantId: '54915c80-d3e7-4093-8e38-67f75e6159df', source: 'camera' } as const;
const format = {
  codec: 'h264',
  widthPx: 1280,
  heightPx: 720,
  parameterSets: [Buffer.of(0x67, 1), Buffer.of(0x68, 2)],
} as const;
const records: SpoolRecord[] = [
  { type: 'head', head },
  { type: 'speaker', atMs: head.startMs, participantId: null },
  { type: 'sound', payload: Buffer.of(0xf8, 0xff, 0xfe) },
  { type: 'format', format, picture },
  { type: 'picture', atMs: head.startMs + 0.25, key: true, data: Buffer.from('a key frame') },
  { type: 'sound', payload: Buffer.from('sound') },
  { type: 'picture', atMs: head.startMs + 33.3, key: false, data: Buffer.from('another') },
  { type: 'speaker', atMs: head.startMs + 40, participantId: picture.participantId },
];
const written = records.map(writeSpoolRecord);
const spool = Buffer.concat(written);

describe('a spool file', () => {
  it('gives back what was written', () => {
    expect(readSpoolRecords(spool)).toEqual(records);
  });

  it('R5: cut off anywhere, gives back everything before the cut and nothing else', () => {
    const ends = written.map((_, at) => written.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0));
    for (let length = 0; length <= spool.length; length++) {
      const whole = ends.filter((end) => end <= length).length;
      expect(readSpoolRecords(spool.subarray(0, length))).toEqual(records.slice(0, whole));
    }
  });

  it('ends at a changed byte, whichever it is', () => {
    for (let at = 0; at < spool.length; at++) {
      const changed = Buffer.from(spool);
      changed[at]! ^= 0x10;
      const read = readSpoolRecords(changed);
      expect(read.length).toBeLessThan(records.length);
      expect(read).toEqual(records.slice(0, read.length));
    }
  });

  it('never throws, whatever it holds', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 2_000; round++) {
      const garbage = Buffer.from(Uint8Array.from({ length: random() * 200 }, () => random() * 256));
      expect(
        readSpoolRecords(Buffer.concat([spool.subarray(0, random() * spool.length), garbage])).length,
      ).toBeLessThanOrEqual(records.length);
    }
  });
});
