/** Seals what goes to one peer. RTP indices come from the routes (their extended sequence numbers never repeat); RTCP indices are counted here. */
import { readWord, type SrtpCipher } from './srtp-cipher.ts';

export class SrtpOutbound {
  readonly #cipher: SrtpCipher;
  /** One counter for all senders: an index never repeats under one key, whichever SSRC speaks. */
  #rtcpIndex = 0;

  constructor(cipher: SrtpCipher) {
    this.#cipher = cipher;
  }

  get rtpOverheadBytes(): number {
    return this.#cipher.rtpOverheadBytes;
  }

  sealRtp(header: Uint8Array, payload: Uint8Array, ssrc: number, index: number, out: Buffer): number {
    return this.#cipher.sealRtp(header, payload, ssrc, index, out);
  }

  /** `packet` is a compound packet of at least 8 bytes. */
  sealRtcp(packet: Uint8Array): Buffer {
    this.#rtcpIndex = (this.#rtcpIndex + 1) % 0x80000000;
    return this.#cipher.sealRtcp(packet, readWord(packet, 4), this.#rtcpIndex);
  }
}
