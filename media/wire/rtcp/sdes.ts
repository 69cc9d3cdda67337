/** SDES: which CNAME a stream belongs to (RFC 3550 section 6.5). Other items are passed over. */
import { readUint32, writeUint32 } from '../integers.ts';
import { createRtcpPacket, rtcpTypes } from './packet-header.ts';

export interface SdesChunk {
  readonly ssrc: number;
  /** Printable ASCII, at most 255; undefined = none, or one with other characters. */
  readonly cname?: string | undefined;
}

export interface Sdes {
  readonly type: 'sdes';
  readonly chunks: readonly SdesChunk[];
}

const cnameItem = 1;

/** `offset` and `end` bound the whole packet without padding; `count` stands in its header. */
export function readSdes(bytes: Uint8Array, offset: number, end: number, count: number): Sdes | undefined {
  const chunks: SdesChunk[] = [];
  let at = offset + 4;
  while (chunks.length < count) {
    if (at + 8 > end) return undefined;
    const chunkStart = at;
    const ssrc = readUint32(bytes, at);
    let cname: string | undefined;
    at += 4;
    for (;;) {
      if (at >= end) return undefined;
      const item = bytes[at++]!;
      if (item === 0) break;
      if (at >= end) return undefined;
      const length = bytes[at++]!;
      if (at + length > end) return undefined;
      if (item === cnameItem && cname === undefined) cname = printable(bytes, at, length);
      at += length;
    }
    at = chunkStart + Math.ceil((at - chunkStart) / 4) * 4;
    if (at > end) return undefined;
    chunks.push({ ssrc, cname });
  }
  return { type: 'sdes', chunks };
}

/** At most 31 chunks go along, each CNAME cut at 255; a character outside of ASCII becomes '_'. */
export function writeSdes(sdes: Omit<Sdes, 'type'>): Uint8Array {
  const chunks = sdes.chunks.slice(0, 31).map(({ ssrc, cname }) => ({ ssrc, cname: (cname ?? '').slice(0, 255) }));
  // The terminating zero and the zeros up to the word are one to four bytes.
  const lengthOf = (cname: string) => Math.floor((4 + (cname === '' ? 0 : 2 + cname.length)) / 4) * 4 + 4;
  const length = chunks.reduce((sum, { cname }) => sum + lengthOf(cname), 4);
  const bytes = createRtcpPacket(rtcpTypes.sdes, chunks.length, length);
  let at = 4;
  for (const { ssrc, cname } of chunks) {
    writeUint32(bytes, at, ssrc);
    if (cname !== '') {
      bytes[at + 4] = cnameItem;
      bytes[at + 5] = cname.length;
      for (let index = 0; index < cname.length; index++) {
        const code = cname.charCodeAt(index);
        bytes[at + 6 + index] = code >= 0x20 && code < 0x7f ? code : 0x5f;
      }
    }
    at += lengthOf(cname);
  }
  return bytes;
}

function printable(bytes: Uint8Array, offset: number, length: number): string | undefined {
  let text = '';
  for (let at = offset; at < offset + length; at++) {
    const code = bytes[at]!;
    if (code < 0x20 || code > 0x7e) return undefined;
    text += String.fromCharCode(code);
  }
  return text;
}
