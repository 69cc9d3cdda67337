/**
 * What both protection profiles do with one packet whose index is known. Stateless between packets: rollover and replay stand above.
 * Sealing cannot fail; opening answers undefined when authentication fails, and never throws.
 */
export interface SrtpCipher {
  /** Bytes that sealing adds to an RTP packet. */
  readonly rtpOverheadBytes: number;
  /** Bytes that sealing adds to a compound RTCP packet, index included. */
  readonly rtcpOverheadBytes: number;
  /** Writes the sealed packet into `out` from its start and answers the length. `header` reaches to the payload, extension included; `index` = ROC * 65536 + sequence number. */
  sealRtp(header: Uint8Array, payload: Uint8Array, ssrc: number, index: number, out: Buffer): number;
  /** The plain payload of a packet of `packet.length` bytes whose header ends at `headerLength`: a buffer of its own, the caller's to keep. */
  openRtp(packet: Uint8Array, headerLength: number, ssrc: number, index: number): Buffer | undefined;
  /** The protected compound packet as a buffer of its own. `index` has 31 bits. */
  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer;
  /** The plain compound packet. */
  openRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer | undefined;
  /** The 32-bit word of E flag and index as it stands in a protected packet; undefined when the packet is too short. */
  rtcpIndexWord(packet: Uint8Array): number | undefined;
}

export const rtcpEncryptedFlag = 0x80000000;
export const rtcpHeaderLength = 8;

export function readWord(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

export function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}
