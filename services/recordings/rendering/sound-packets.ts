/**
 * AAC packets of one chunk, as they wait for the end: their sizes in front, then themselves, so that tables can be made from the first few
 * kilobytes. They come out of ffmpeg as ADTS (ISO/IEC 13818-7 section 6.2), whose headers are taken off.
 */
import { joined } from './mp4/boxes.ts';

const countBytes = 4;
const sizeBytes = 2;
const adtsHeaderBytes = 7;
/** Holds the sizes of more packets than a chunk has. */
export const packetsFrontBytes = 8 * 1024;
export const packetsMax = (packetsFrontBytes - countBytes) / sizeBytes;

/** Undefined: that is no AAC-LC of 48 kHz in two channels, without checksums, from beginning to end. */
export function packetsOfAdts(bytes: Uint8Array): Uint8Array[] | undefined {
  const packets: Uint8Array[] = [];
  const byte = (at: number) => bytes[at] ?? 0;
  for (let at = 0; at < bytes.length; ) {
    const isHeader =
      byte(at) === 0xff && (byte(at + 1) & 0xf7) === 0xf1 && (byte(at + 2) & 0xfd) === 0x4c && byte(at + 3) >> 6 === 2;
    const size = ((byte(at + 3) & 0x03) << 11) | (byte(at + 4) << 3) | (byte(at + 5) >> 5);
    const isOnePacket = (byte(at + 6) & 0x03) === 0;
    if (!isHeader || !isOnePacket || size <= adtsHeaderBytes || at + size > bytes.length) return undefined;
    packets.push(bytes.subarray(at + adtsHeaderBytes, at + size));
    at += size;
  }
  return packets;
}

export function writePackets(packets: readonly Uint8Array[]): Uint8Array {
  const front = new Uint8Array(countBytes + packets.length * sizeBytes);
  const view = new DataView(front.buffer);
  view.setUint32(0, packets.length);
  for (const [index, { length }] of packets.entries()) view.setUint16(countBytes + index * sizeBytes, length);
  return joined([front, ...packets]);
}

/** Where each lies; undefined: these are none, or not all of the sizes are there. */
export function readPacketPlaces(
  bytes: Uint8Array,
): { readonly offset: number; readonly sizeBytes: number }[] | undefined {
  if (bytes.length < countBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0);
  if (count > packetsMax || countBytes + count * sizeBytes > bytes.length) return undefined;
  let offset = countBytes + count * sizeBytes;
  return Array.from({ length: count }, (_, index) => {
    const place = { offset, sizeBytes: view.getUint16(countBytes + index * sizeBytes) };
    offset += place.sizeBytes;
    return place;
  });
}
