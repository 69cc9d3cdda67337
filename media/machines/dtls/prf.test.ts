import { describe, expect, it } from 'vitest';
import { prf } from './prf.ts';

describe('TLS 1.2 PRF', () => {
  it('gives the bytes of the published SHA-256 test vector', () => {
    const secret = Buffer.from('9bbe436ba940f017b17652849a71db35', 'hex');
    const seed = Buffer.from('a0ba9f936cda311827a6f796ffd5198c', 'hex');
    const expected =
      'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a' +
      '6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab' +
      '4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701' +
      '87347b66';
    expect(Buffer.from(prf('sha256', secret, 'test label', seed, 100)).toString('hex')).toBe(expected);
  });

  it('gives the beginning of the same stream for a shorter length', () => {
    const secret = new Uint8Array(48).fill(1);
    const long = prf('sha384', secret, 'key expansion', new Uint8Array(64), 200);
    expect(prf('sha384', secret, 'key expansion', new Uint8Array(64), 17)).toEqual(long.slice(0, 17));
  });
});
