import { describe, expect, it } from 'vitest';
import { joined } from './mp4/boxes.ts';
import { packetsOfAdts, readPacketPlaces, writePackets } from './sound-packets.ts';

const adts = (content: Uint8Array): Uint8Array => {
  const size = content.length + 7;
  const header = Uint8Array.of(
    0xff,
    0xf1,
    0x4c,
    0x80 | (size >> 11),
    (size >> 3) & 0xff,
    ((size & 7) << 5) | 0x1f,
    0xfc,
  );
  return Uint8Array.of(...header, ...content);
};
const contents = [Uint8Array.of(1), new Uint8Array(3_000).fill(2), Uint8Array.of(3, 4)];

describe('AAC packets', () => {
  it('come out of ADTS without their headers, and out of a file as they went in', () => {
    const packets = packetsOfAdts(joined(contents.map(adts)));
    expect(packets).toEqual(contents);
    const file = writePackets(packets ?? []);
    expect(readPacketPlaces(file)?.map(({ offset, sizeBytes }) => file.subarray(offset, offset + sizeBytes))).toEqual(
      contents,
    );
    // The front alone tells where they lie.
    expect(readPacketPlaces(file.subarray(0, 10))).toEqual(readPacketPlaces(file));
    expect(readPacketPlaces(file.subarray(0, 9))).toBeUndefined();
  });

  it.each([
    ['another rate', 2, 0x50],
    ['another profile', 2, 0x0c],
    ['one channel', 3, 0x40],
    ['a checksum', 1, 0xf0],
    ['two packets in one', 6, 0xfd],
    ['a size beyond the end', 4, 0xff],
    ['no beginning', 0, 0],
  ])('are refused with %s', (_what, at, value) => {
    const bytes = adts(Uint8Array.of(1, 2, 3));
    expect(packetsOfAdts(bytes)).toHaveLength(1);
    bytes[at] = value;
    expect(packetsOfAdts(bytes)).toBeUndefined();
  });
});
