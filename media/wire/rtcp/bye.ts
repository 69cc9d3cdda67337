/** BYE: streams that have ended (RFC 3550 section 6.6). The reason is passed over. */
import { readUint32, writeUint32 } from '../integers.ts';
import { createRtcpPacket, rtcpTypes } from './packet-header.ts';

export interface Bye {
  readonly type: 'bye';
  readonly ssrcs: readonly number[];
}

/** `offset` and `end` bound the whole packet without padding; `count` stands in its header. */
export function readBye(bytes: Uint8Array, offset: number, end: number, count: number): Bye | undefined {
  if (offset + 4 + count * 4 > end) return undefined;
  const ssrcs: number[] = [];
  for (let index = 0; index < count; index++) ssrcs.push(readUint32(bytes, offset + 4 + index * 4));
  return { type: 'bye', ssrcs };
}

/** At most 31 streams go along; further ones are left out. */
export function writeBye(bye: Omit<Bye, 'type'>): Uint8Array {
  const ssrcs = bye.ssrcs.slice(0, 31);
  const bytes = createRtcpPacket(rtcpTypes.bye, ssrcs.length, 4 + ssrcs.length * 4);
  ssrcs.forEach((ssrc, index) => {
    writeUint32(bytes, 4 + index * 4, ssrc);
  });
  return bytes;
}
