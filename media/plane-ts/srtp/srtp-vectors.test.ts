/** The published vectors: if these hold, what we seal is what other implementations open. */
import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CmHmacCipher } from './cm-hmac-cipher.ts';
import { GcmCipher } from './gcm-cipher.ts';
import { deriveBytes, type SessionKeys } from './key-derivation.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

describe('RFC 3711', () => {
  it('B.3: derives the session keys of the example master key', () => {
    const key = hex('E1F97A0D3E018BE0D64FA32C06DE4139');
    const salt = hex('0EC675AD498AFEEBB6960B3AABE6');
    expect(deriveBytes(key, salt, 0, 16)).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(deriveBytes(key, salt, 2, 14)).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(deriveBytes(key, salt, 1, 20)).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
  });

  it('B.2: the key stream of AES-CM is the one of the example', () => {
    const keys: SessionKeys = {
      key: createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C')),
      salt: hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'),
      authKey: createSecretKey(Buffer.alloc(20)),
    };
    const out = Buffer.alloc(100);
    new CmHmacCipher({ rtp: keys, rtcp: keys }).sealRtp(Buffer.alloc(12), Buffer.alloc(48), 0, 0, out);
    expect(out.subarray(12, 60)).toEqual(
      hex('E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0'),
    );
  });
});

describe('RFC 7714', () => {
  const keys: SessionKeys = {
    key: createSecretKey(hex('000102030405060708090a0b0c0d0e0f')),
    salt: hex('517569642070726f2071756f'),
    authKey: undefined,
  };
  const cipher = new GcmCipher({ rtp: keys, rtcp: keys });

  it('16.1.1: seals the example RTP packet, and opens it again', () => {
    const header = hex('8040f17b 8041f8d3 5501a0b2');
    const payload = Buffer.from('Gallia est omnis divisa in partes tres');
    const sealed = hex(`8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a
      51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce`);
    const out = Buffer.alloc(100);
    const length = cipher.sealRtp(header, payload, 0x5501a0b2, 0xf17b, out);
    expect(out.subarray(0, length)).toEqual(sealed);
    expect(cipher.openRtp(sealed, 12, 0x5501a0b2, 0xf17b)).toEqual(payload);
  });

  it('17.1: seals the example RTCP packet, and opens it again', () => {
    const packet = hex(`81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
      deadbeef deadbeef deadbeef deadbeef deadbeef`);
    const sealed = hex(`81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda
      4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4`);
    expect(cipher.sealRtcp(packet, 0x4d617273, 0x5d4)).toEqual(sealed);
    expect(cipher.openRtcp(sealed, 0x4d617273, 0x5d4)).toEqual(packet);
  });
});
