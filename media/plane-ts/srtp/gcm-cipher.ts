/** AEAD_AES_128_GCM for SRTP and SRTCP (RFC 7714). The initialisation vector is written into one buffer that OpenSSL copies, so sealing allocates no more than node:crypto does. */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { DerivedKeys, SessionKeys } from './key-derivation.ts';
import { readWord, rtcpEncryptedFlag, rtcpHeaderLength, type SrtpCipher, writeWord } from './srtp-cipher.ts';

const tagLength = 16;
const tagOptions = { authTagLength: tagLength } as const;
const indexLength = 4;

export class GcmCipher implements SrtpCipher {
  readonly rtpOverheadBytes = tagLength;
  readonly rtcpOverheadBytes = tagLength + indexLength;
  readonly #rtp: SessionKeys;
  readonly #rtcp: SessionKeys;
  readonly #rtpIv = Buffer.alloc(12);
  readonly #rtcpIv = Buffer.alloc(12);

  constructor(keys: DerivedKeys) {
    this.#rtp = keys.rtp;
    this.#rtcp = keys.rtcp;
  }

  sealRtp(header: Uint8Array, payload: Uint8Array, ssrc: number, index: number, out: Buffer): number {
    const cipher = createCipheriv('aes-128-gcm', this.#rtp.key, this.#rtpIvFor(ssrc, index), tagOptions);
    cipher.setAAD(header);
    const sealed = cipher.update(payload);
    cipher.final();
    const end = header.length + sealed.length;
    out.set(header, 0);
    out.set(sealed, header.length);
    out.set(cipher.getAuthTag(), end);
    return end + tagLength;
  }

  openRtp(packet: Uint8Array, headerLength: number, ssrc: number, index: number): Buffer | undefined {
    const tagAt = packet.length - tagLength;
    if (tagAt < headerLength) return undefined;
    const iv = this.#rtpIvFor(ssrc, index);
    return open(
      this.#rtp,
      iv,
      packet.subarray(0, headerLength),
      packet.subarray(headerLength, tagAt),
      packet.subarray(tagAt),
    );
  }

  sealRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer {
    const out = Buffer.allocUnsafe(packet.length + this.rtcpOverheadBytes);
    const additional = Buffer.allocUnsafe(rtcpHeaderLength + indexLength);
    additional.set(packet.subarray(0, rtcpHeaderLength));
    writeWord(additional, rtcpHeaderLength, (rtcpEncryptedFlag | index) >>> 0);
    const cipher = createCipheriv('aes-128-gcm', this.#rtcp.key, this.#rtcpIvFor(ssrc, index), tagOptions);
    cipher.setAAD(additional);
    const sealed = cipher.update(packet.subarray(rtcpHeaderLength));
    cipher.final();
    out.set(packet.subarray(0, rtcpHeaderLength));
    out.set(sealed, rtcpHeaderLength);
    out.set(cipher.getAuthTag(), packet.length);
    writeWord(out, packet.length + tagLength, (rtcpEncryptedFlag | index) >>> 0);
    return out;
  }

  openRtcp(packet: Uint8Array, ssrc: number, index: number): Buffer | undefined {
    const indexAt = packet.length - indexLength;
    const tagAt = indexAt - tagLength;
    if (tagAt < rtcpHeaderLength) return undefined;
    const header = packet.subarray(0, rtcpHeaderLength);
    const encrypted = (packet[indexAt]! & 0x80) !== 0;
    const iv = this.#rtcpIvFor(ssrc, index);
    const tag = packet.subarray(tagAt, indexAt);
    const word = packet.subarray(indexAt);
    if (!encrypted) {
      const additional = Buffer.concat([packet.subarray(0, tagAt), word]);
      const empty = open(this.#rtcp, iv, additional, new Uint8Array(0), tag);
      return empty === undefined ? undefined : Buffer.from(packet.subarray(0, tagAt));
    }
    const plain = open(this.#rtcp, iv, Buffer.concat([header, word]), packet.subarray(rtcpHeaderLength, tagAt), tag);
    return plain === undefined ? undefined : Buffer.concat([header, plain]);
  }

  rtcpIndexWord(packet: Uint8Array): number | undefined {
    if (packet.length < rtcpHeaderLength + this.rtcpOverheadBytes) return undefined;
    return readWord(packet, packet.length - indexLength);
  }

  /** 00 00 SSRC ROC SEQ, masked by the salt (RFC 7714 section 8.1). */
  #rtpIvFor(ssrc: number, index: number): Buffer {
    const iv = this.#rtpIv;
    const salt = this.#rtp.salt;
    const roc = Math.floor(index / 65_536);
    iv[0] = salt[0]!;
    iv[1] = salt[1]!;
    iv[2] = salt[2]! ^ (ssrc >>> 24);
    iv[3] = salt[3]! ^ (ssrc >>> 16);
    iv[4] = salt[4]! ^ (ssrc >>> 8);
    iv[5] = salt[5]! ^ ssrc;
    iv[6] = salt[6]! ^ (roc >>> 24);
    iv[7] = salt[7]! ^ (roc >>> 16);
    iv[8] = salt[8]! ^ (roc >>> 8);
    iv[9] = salt[9]! ^ roc;
    iv[10] = salt[10]! ^ ((index >>> 8) & 0xff);
    iv[11] = salt[11]! ^ (index & 0xff);
    return iv;
  }

  /** 00 00 SSRC 00 00 index, masked by the salt (RFC 7714 section 9.1). */
  #rtcpIvFor(ssrc: number, index: number): Buffer {
    const iv = this.#rtcpIv;
    iv.fill(0);
    writeWord(iv, 2, ssrc);
    writeWord(iv, 8, index);
    for (let at = 0; at < 12; at++) iv[at]! ^= this.#rtcp.salt[at]!;
    return iv;
  }
}

function open(
  keys: SessionKeys,
  iv: Uint8Array,
  additional: Uint8Array,
  sealed: Uint8Array,
  tag: Uint8Array,
): Buffer | undefined {
  const decipher = createDecipheriv('aes-128-gcm', keys.key, iv, tagOptions);
  decipher.setAAD(additional);
  decipher.setAuthTag(tag);
  const plain = decipher.update(sealed);
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}
