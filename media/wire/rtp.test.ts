import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildRtp,
  createRtpView,
  findExtension,
  readRtp,
  readRtpHeader,
  writeMarker,
  writePayloadType,
  writeSequenceNumber,
  writeSsrc,
  writeTimestamp,
} from './rtp.ts';

const view = createRtpView();
const read = (bytes: Uint8Array) => readRtp(bytes, bytes.length, view);
const packet = (extension: readonly number[], first = 0x90) =>
  Uint8Array.of(first, 0xef, 0x12, 0x34, 0, 0, 0, 1, 0xde, 0xad, 0xbe, 0xef, ...extension, 0xaa, 0xbb);

describe('readRtp', () => {
  it('reads the fixed header', () => {
    const bytes = packet([], 0x80);
    expect(read(bytes)).toBe(true);
    expect(view).toEqual({
      payloadType: 111,
      marker: true,
      sequenceNumber: 0x1234,
      timestamp: 1,
      ssrc: 0xdeadbeef,
      headerLength: 12,
      payloadOffset: 12,
      payloadLength: 2,
      paddingLength: 0,
      extensionProfile: 0,
      extensionOffset: 0,
      extensionLength: 0,
    });
  });

  it('steps over CSRCs and the extension', () => {
    const bytes = packet([0, 0, 0, 9, 0xbe, 0xde, 0, 1, 0x10, 0x85, 0, 0], 0x91);
    expect(read(bytes)).toBe(true);
    expect(view).toMatchObject({ headerLength: 24, payloadLength: 2, extensionProfile: 0xbede, extensionOffset: 20 });
  });

  it('takes the padding off the payload', () => {
    expect(read(Uint8Array.of(...packet([], 0xa0), 0, 0, 3))).toBe(true);
    expect(view).toMatchObject({ payloadLength: 2, paddingLength: 3 });
  });

  it('accepts a packet that is all padding', () => {
    expect(read(Uint8Array.of(...packet([], 0xa0).subarray(0, 12), 0, 2))).toBe(true);
    expect(view).toMatchObject({ payloadLength: 0, paddingLength: 2 });
  });

  it.each([
    ['shorter than its header', packet([], 0x80).subarray(0, 11)],
    ['of another version', packet([], 0x40)],
    ['with CSRCs cut off', packet([], 0x8f)],
    ['with an extension header cut off', packet([], 0x90).subarray(0, 14)],
    ['with an extension longer than itself', packet([0xbe, 0xde, 0, 2])],
    ['with padding of no bytes', Uint8Array.of(...packet([], 0xa0), 0)],
    ['with more padding than payload', Uint8Array.of(...packet([], 0xa0), 4)],
    ['that announces padding but has no payload', packet([], 0xa0).subarray(0, 12)],
  ])('refuses a packet %s', (_what, bytes) => {
    expect(read(bytes)).toBe(false);
  });

  it('leaves encrypted padding alone when only the header is read', () => {
    const bytes = Uint8Array.of(...packet([], 0xa0), 0xff);
    expect(readRtpHeader(bytes, bytes.length, view)).toBe(true);
    expect(view).toMatchObject({ payloadLength: 3, paddingLength: 0 });
  });

  it('refuses a length beyond the buffer', () => {
    expect(readRtp(packet([], 0x80), 100, view)).toBe(false);
  });
});

describe('findExtension', () => {
  const find = (bytes: Uint8Array, id: number) => (read(bytes) ? findExtension(bytes, view, id) : -2);

  it('finds one-byte elements, with padding between them', () => {
    const bytes = packet([0xbe, 0xde, 0, 2, 0x10, 0x85, 0, 0, 0x32, 1, 2, 3]);
    expect(find(bytes, 1)).toBe((17 << 8) | 1);
    expect(find(bytes, 3)).toBe((21 << 8) | 3);
    expect(find(bytes, 2)).toBe(-1);
  });

  it('stops at id 15', () => {
    const bytes = packet([0xbe, 0xde, 0, 1, 0xf0, 0x00, 0x10, 0x85]);
    expect(find(bytes, 1)).toBe(-1);
    expect(find(bytes, 15)).toBe(-1);
  });

  it('stops at an id 0 with a length', () => {
    expect(find(packet([0xbe, 0xde, 0, 1, 0x01, 0x00, 0x10, 0x85]), 1)).toBe(-1);
  });

  it('refuses an element that runs out of the extension', () => {
    expect(find(packet([0xbe, 0xde, 0, 1, 0, 0, 0, 0x11]), 1)).toBe(-1);
    expect(find(packet([0x10, 0x00, 0, 1, 0, 0, 0, 0x01]), 1)).toBe(-1);
    expect(find(packet([0x10, 0x00, 0, 1, 0, 0, 1, 1]), 1)).toBe(-1);
  });

  it('finds two-byte elements, empty ones too', () => {
    const bytes = packet([0x10, 0x05, 0, 2, 20, 2, 7, 8, 0, 3, 0, 0]);
    expect(find(bytes, 20)).toBe((18 << 8) | 2);
    expect(find(bytes, 3)).toBe(23 << 8);
  });

  it('finds nothing in an extension of another profile, nor without one', () => {
    expect(find(packet([0x12, 0x34, 0, 1, 0x10, 0x85, 0, 0]), 1)).toBe(-1);
    expect(find(packet([], 0x80), 1)).toBe(-1);
  });
});

describe('writers', () => {
  it('change their own field only', () => {
    const bytes = buildRtp({
      payloadType: 96,
      marker: true,
      sequenceNumber: 1,
      timestamp: 2,
      ssrc: 3,
      payload: new Uint8Array(4),
    });
    writePayloadType(bytes, 127);
    writeSequenceNumber(bytes, 65_536 + 9);
    writeTimestamp(bytes, 0xfffffffe);
    writeSsrc(bytes, 0x80000001);
    expect(read(bytes)).toBe(true);
    expect(view).toMatchObject({
      payloadType: 127,
      marker: true,
      sequenceNumber: 9,
      timestamp: 0xfffffffe,
      ssrc: 0x80000001,
    });
    writeMarker(bytes, false);
    read(bytes);
    expect(view).toMatchObject({ payloadType: 127, marker: false });
  });
});

describe('buildRtp', () => {
  it('builds what reads back the same', () => {
    const element = fc.record({ id: fc.integer({ min: 1, max: 255 }), data: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(
        fc.record({
          payloadType: fc.integer({ min: 0, max: 127 }),
          marker: fc.boolean(),
          sequenceNumber: fc.integer({ min: 0, max: 65_535 }),
          timestamp: fc.nat({ max: 0xffffffff }),
          ssrc: fc.nat({ max: 0xffffffff }),
          csrcs: fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 15 }),
          extensions: fc.uniqueArray(element, { selector: ({ id }) => id, maxLength: 10 }),
          payload: fc.uint8Array({ maxLength: 100 }),
          padding: fc.nat({ max: 255 }),
        }),
        (fields) => {
          const bytes = buildRtp(fields);
          expect(read(bytes)).toBe(true);
          const { payloadType, marker, sequenceNumber, timestamp, ssrc } = fields;
          expect(view).toMatchObject({ payloadType, marker, sequenceNumber, timestamp, ssrc });
          expect(view.paddingLength).toBe(fields.padding);
          expect(bytes.slice(view.payloadOffset, view.payloadOffset + view.payloadLength)).toEqual(fields.payload);
          for (const { id, data } of fields.extensions) {
            const packed = findExtension(bytes, view, id);
            expect(bytes.slice(packed >> 8, (packed >> 8) + (packed & 0xff))).toEqual(data);
          }
        },
      ),
    );
  });
});
