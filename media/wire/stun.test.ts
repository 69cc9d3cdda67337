import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildStun, integrityInput, integrityValue, readStun } from './stun.ts';

const hmacSha1 = (key: Uint8Array, data: Uint8Array) => new Uint8Array(createHmac('sha1', key).update(data).digest());
const fromHex = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const password = new TextEncoder().encode('VOkJxbRl1RmTxUk/WvJxBt');

/** RFC 5769 section 2.1. */
const sampleRequest = fromHex(`
  000100582112a442b7e7a701bc34d686fa87dfae 802200105354554e207465737420636c69656e74 002400046e0001ff
  80290008932ff9b151263b36 000600096576746a3a68367659202020 000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 80280004e57a3bcf`);
/** RFC 5769 section 2.2. */
const sampleResponse = fromHex(`
  0101003c2112a442b7e7a701bc34d686fa87dfae 8022000b7465737420766563746f7220 002000080001a147e112a643
  000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004c07d4c96`);
/** RFC 5769 section 2.3. */
const sampleResponseV6 = fromHex(`
  010100482112a442b7e7a701bc34d686fa87dfae 8022000b7465737420766563746f7220
  002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9 00080014a382954e4be67bf11784c97c8292c275bfe3ed41 80280004c8fb0b4c`);

describe('readStun', () => {
  it('reads the sample request of RFC 5769', () => {
    expect(readStun(sampleRequest)).toMatchObject({
      class: 'request',
      method: 1,
      username: 'evtj:h6vY',
      priority: 0x6e0001ff,
      iceControlled: 0x932ff9b151263b36n,
      useCandidate: false,
      unknownRequired: [],
      fingerprintOk: true,
    });
  });

  it('reads the sample responses of RFC 5769', () => {
    const mapped = { family: 4, address: '192.0.2.1', port: 32_853 };
    expect(readStun(sampleResponse)).toMatchObject({ class: 'success', xorMappedAddress: mapped, fingerprintOk: true });
    const mappedV6 = { family: 6, address: '2001:db8:1234:5678:11:2233:4455:6677', port: 32_853 };
    expect(readStun(sampleResponseV6)).toMatchObject({ xorMappedAddress: mappedV6, fingerprintOk: true });
  });

  it.each([sampleRequest, sampleResponse, sampleResponseV6])('gives what the integrity is taken over', (bytes) => {
    const message = readStun(bytes)!;
    expect(hmacSha1(password, integrityInput(bytes, message)!)).toEqual(integrityValue(bytes, message));
  });

  it('notices a wrong fingerprint', () => {
    const bytes = sampleRequest.slice();
    bytes[30]! ^= 1;
    expect(readStun(bytes)?.fingerprintOk).toBe(false);
  });

  it('refuses every truncation', () => {
    for (let length = 0; length < sampleRequest.length; length++) {
      expect(readStun(sampleRequest.slice(0, length))).toBeUndefined();
    }
  });

  it('refuses another cookie, and attributes that run out of the message', () => {
    const cookie = sampleRequest.slice();
    cookie[4] = 0;
    expect(readStun(cookie)).toBeUndefined();
    const attribute = sampleRequest.slice();
    attribute[23] = 0xff;
    expect(readStun(attribute)).toBeUndefined();
  });

  it('refuses anything after the fingerprint', () => {
    const bytes = Uint8Array.of(...sampleRequest, 0x80, 0x22, 0, 0);
    bytes[3]! += 4;
    expect(readStun(bytes)).toBeUndefined();
  });

  it('does not read what stands between integrity and fingerprint', () => {
    const transactionId = new Uint8Array(12);
    const head = buildStun({
      class: 'request',
      transactionId,
      integrity: { key: password, hmacSha1 },
      fingerprint: false,
    });
    const bytes = Uint8Array.of(...head, 0, 0x25, 0, 0);
    bytes[3]! += 4;
    expect(readStun(bytes)).toMatchObject({ useCandidate: false });
  });

  it('lists comprehension-required attributes that it does not know', () => {
    const head = buildStun({ class: 'request', transactionId: new Uint8Array(12), fingerprint: false });
    const bytes = Uint8Array.of(...head, 0x7f, 0xff, 0, 1, 9, 0, 0, 0, 0xff, 0xff, 0, 0);
    bytes[3] = 12;
    expect(readStun(bytes)?.unknownRequired).toEqual([0x7fff]);
  });
});

describe('buildStun', () => {
  const transactionId = sampleRequest.slice(8, 20);

  it('builds what reads back, with integrity and fingerprint that hold', () => {
    const fields = {
      class: 'request' as const,
      transactionId,
      username: 'abc:defg',
      priority: 0xfffffffe,
      useCandidate: true,
    };
    const bytes = buildStun({ ...fields, iceControlling: 0xfedcba9876543210n, integrity: { key: password, hmacSha1 } });
    const message = readStun(bytes)!;
    expect(message).toMatchObject({ ...fields, iceControlling: 0xfedcba9876543210n, fingerprintOk: true });
    expect(integrityValue(bytes, message)).toEqual(hmacSha1(password, integrityInput(bytes, message)!));
  });

  it.each(['request', 'indication', 'success', 'error'] as const)(
    'interleaves method and class: %s',
    (messageClass) => {
      for (const method of [1, 0x00f, 0x010, 0x080, 0xabc, 0xfff]) {
        expect(readStun(buildStun({ class: messageClass, method, transactionId }))).toMatchObject({
          class: messageClass,
          method,
        });
      }
    },
  );

  it('tells errors with their reason', () => {
    const bytes = buildStun({ class: 'error', transactionId, errorCode: { code: 487, reason: 'Role Conflict' } });
    expect(readStun(bytes)?.errorCode).toEqual({ code: 487, reason: 'Role Conflict' });
  });

  it('writes an IPv4-mapped address as IPv4', () => {
    const bytes = buildStun({
      class: 'success',
      transactionId,
      xorMappedAddress: { address: '::ffff:192.0.2.1', port: 7 },
    });
    expect(readStun(bytes)?.xorMappedAddress).toEqual({ family: 4, address: '192.0.2.1', port: 7 });
  });
});
