/** A zip of a few hundred bytes whose one entry claims to unpack to so many. */
import { crc32, deflateRawSync } from 'node:zlib';

export function zipClaiming(unpackedBytes: number): Uint8Array {
  const name = Buffer.from('zeros.txt');
  const data = deflateRawSync(Buffer.alloc(64 * 1024));
  const claimed = Math.min(unpackedBytes, 0xfffffffe);
  // What the local header and the directory say alike, from "version needed" to "extra field length".
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(8, 4);
  shared.writeUInt32LE(crc32(data), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(claimed, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, data]);
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    shared,
    // Comment, disk, attributes, and the local header's place: all zero.
    Buffer.alloc(14),
    name,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}
