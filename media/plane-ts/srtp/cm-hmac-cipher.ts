/** AES128_CM_HMAC_SHA1_80 for SRTP and SRTCP (RFC 3711 sections 4.1.1 and 4.2.1). Tags are compared in constant time before anything is deciphered. */
import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { DerivedKeys, SessionKeys } from './key-derivation.ts';
import { readWord, rtcpEncryptedFlag, rtcpHeaderLength, type SrtpCipher, writeWord } from './srtp-cipher.ts';

const tagLength = 10;
const indexLength = 4;

export class CmHmacCipher implements SrtpCipher {
  readonly rtpOverheadBytes = tagLength;
  readonly rtcpOverheadBytes = tagLength + indexLength;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #iv = Buffer.alloc(16);
  readonly #word = Buffer.alloc(4);

  constructor(keys: DerivedKeys) {
    this.#rtp = keys.rtp;
    this.#rtcp = keys.rtcp;
  }

  sealRtp(header: Uint8Array, payload: Uint8Array, ssrc: number, index: number, out: Buffer): number {
    const sealed = this.#crypt(this.#rtp, payload, ssrc, index);
    const end = header.length + sealed.length;
    out.set(header, 0);
    out.set(sealed, header.length);
    writeWord(this.#word, 0, Math.floor(index / 65_536));
    out.set(this.#tag(this.#rtp, out.subarray(0, end), this.#word), end);
    return end + tagLength;
  }

  openRtp(packet: Uint8Array, headerLength: number, ssrc: number, index: number): Buffer | undefined {
    const tagAt = packet.length - tagLength;
    if (tagAt < headerLength) return undefined;
    writeWord(this.#word, 0, Math.floor(index / 65_536));
    const tag = this.#tag(this.#rtp, packet.subarray(0, tagAt), this.#word);
    if (!timingSafeEqual(tag, packet.subarray(tagAt))) return undefined;
    return this.#crypt(this.#rtp, packet.subarray(headerLength, tagAt), ssrc, index);
  }

  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer {
    const out = Buffer.allocUnsafe(packet.length + this.rtcpOverheadBytes);
    out.set(packet.subarray(0, rtcpHeaderLength));
    out.set(this.#crypt(this.#rtcp, packet.subarray(rtcpHeaderLength), ssrc, index), rtcpHeaderLength);
    writeWord(out, packet.length, (rtcpEncryptedFlag | index) >>> 0);
    const end = packet.length + indexLength;
    out.set(this.#tag(this.#rtcp, out.subarray(0, end)), end);
    return out;
  }

  openRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer | undefined {
    const tagAt = packet.length - tagLength;
    const indexAt = tagAt - indexLength;
    if (indexAt < rtcpHeaderLength) return undefined;
    const tag = this.#tag(this.#rtcp, packet.subarray(0, tagAt));
    if (!timingSafeEqual(tag, packet.subarray(tagAt))) return undefined;
    if ((packet[indexAt]! & 0x80) === 0) return Buffer.from(packet.subarray(0, indexAt));
    const plain = this.#crypt(this.#rtcp, packet.subarray(rtcpHeaderLength, indexAt), ssrc, index);
    return Buffer.concat([packet.subarray(0, rtcpHeaderLength), plain]);
  }

  rtcpIndexWord(packet: Uint8Array): number | undefined {
    if (packet.length < rtcpHeaderLength + this.rtcpOverheadBytes) return undefined;
    return readWord(packet, packet.length - tagLength - indexLength);
  }

  #crypt(keys: SessionKeys, bytes: Uint8Array, ssrc: number, index: number): Buffer {
    return createCipheriv('aes-128-ctr', keys.key, this.#ivFor(keys.salt, ssrc, index)).update(bytes);
  }

  #tag(keys: SessionKeys, bytes: Uint8Array, trailer?: Uint8Array): Buffer {
    const hmac = createHmac('sha1', keys.authKey!).update(bytes);
    if (trailer !== undefined) hmac.update(trailer);
    return hmac.digest().subarray(0, tagLength);
  }

  /** (salt * 2^16) xor (SSRC * 2^64) xor (index * 2^16) */
  #ivFor(salt: Uint8Array, ssrc: number, index: number): Buffer {
    const iv = this.#iv;
    iv.fill(0);
    writeWord(iv, 4, ssrc);
    const high = Math.floor(index / 65_536);
    writeWord(iv, 8, high);
    iv[12] = (index >>> 8) & 0xff;
    iv[13] = index & 0xff;
    for (let at = 0; at < 14; at++) iv[at]! ^= salt[at]!;
    return iv;
  }
}
