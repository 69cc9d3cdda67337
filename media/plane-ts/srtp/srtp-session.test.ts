import { describe, expect, it } from 'vitest';
import type { SrtpParameters, SrtpProfile } from '../../plane/commands.ts';
import { masterLengths } from './key-derivation.ts';
import { ReplayWindow } from './replay-window.ts';
import { estimateIndex, inboundSourcesMax } from './srtp-inbound.ts';
import { createSrtpSession, sameSrtpParameters } from './srtp-session.ts';

function parametersFor(profile: SrtpProfile): { ours: SrtpParameters; theirs: SrtpParameters } {
  const lengths = masterLengths[profile];
  const direction = (fill: number) => ({
    key: Buffer.alloc(lengths.key, fill),
    salt: Buffer.alloc(lengths.salt, fill),
  });
  const [a, b] = [direction(1), direction(2)];
  return { ours: { profile, inbound: a, outbound: b }, theirs: { profile, inbound: b, outbound: a } };
}

function header(sequence: number, ssrc: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes[0] = 0x80;
  bytes.writeUInt16BE(sequence & 0xffff, 2);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
}

describe.each(['AEAD_AES_128_GCM', 'AES128_CM_HMAC_SHA1_80'] as const)('%s', (profile) => {
  const { ours, theirs } = parametersFor(profile);
  const fresh = () => ({ us: createSrtpSession(ours)!, them: createSrtpSession(theirs)! });
  const payload = Buffer.from('some payload');

  function sealed(session: ReturnType<typeof fresh>['them'], index: number, ssrc = 7): Buffer {
    const out = Buffer.alloc(100);
    return Buffer.from(out.subarray(0, session.outbound.sealRtp(header(index, ssrc), payload, ssrc, index, out)));
  }

  it('opens what the other side sealed', () => {
    const { us, them } = fresh();
    expect(us.inbound.openRtp(sealed(them, 5), 12, 7, 5)).toEqual(payload);
  });

  it('follows sequence numbers over their rollover, also out of order around it', () => {
    const { us, them } = fresh();
    for (const index of [65_533, 65_535, 65_537, 65_534, 65_536, 65_538, 90_000, 110_000, 131_070, 131_073, 131_072]) {
      expect(us.inbound.openRtp(sealed(them, index), 12, 7, index & 0xffff)).toEqual(payload);
    }
  });

  it('refuses a packet that comes twice, and one from behind the window', () => {
    const { us, them } = fresh();
    us.inbound.openRtp(sealed(them, 1_000), 12, 7, 1_000);
    expect(us.inbound.openRtp(sealed(them, 1_000), 12, 7, 1_000)).toBe('replayed');
    expect(us.inbound.openRtp(sealed(them, 400), 12, 7, 400)).toBe('replayed');
    expect(us.inbound.openRtp(sealed(them, 900), 12, 7, 900)).toEqual(payload);
  });

  it('refuses every packet of which one bit was changed, and keeps its state', () => {
    const { us, them } = fresh();
    const good = sealed(them, 9);
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1;
      expect(us.inbound.openRtp(bad, 12, 7, 9)).toBe('notAuthentic');
    }
    expect(us.inbound.openRtp(good, 12, 7, 9)).toEqual(payload);
  });

  it('refuses packets that are too short for a tag', () => {
    const { us } = fresh();
    for (let length = 12; length < 22; length++) {
      expect(us.inbound.openRtp(Buffer.alloc(length, 0x80), 12, 7, 9)).toBe('notAuthentic');
    }
    for (let length = 0; length < 40; length++) expect(typeof us.inbound.openRtcp(Buffer.alloc(length))).toBe('string');
  });

  it('opens RTCP once, and refuses it when it was changed', () => {
    const { us, them } = fresh();
    const compound = Buffer.from('80c900010000000780ca0001000000070102030405060708', 'hex');
    const packet = them.outbound.sealRtcp(compound);
    for (let at = 0; at < packet.length; at++) {
      const bad = Buffer.from(packet);
      bad[at]! ^= 1;
      expect(us.inbound.openRtcp(bad)).toBe('notAuthentic');
    }
    expect(us.inbound.openRtcp(packet)).toEqual(compound);
    expect(us.inbound.openRtcp(packet)).toBe('replayed');
    expect(us.inbound.openRtcp(them.outbound.sealRtcp(compound))).toEqual(compound);
  });

  it('bounds the number of sources: the one that was silent the longest is forgotten', () => {
    const { us, them } = fresh();
    for (let ssrc = 1; ssrc <= inboundSourcesMax + 1; ssrc++) us.inbound.openRtp(sealed(them, 5, ssrc), 12, ssrc, 5);
    expect(us.inbound.openRtp(sealed(them, 5, 2), 12, 2, 5)).toBe('replayed');
    expect(us.inbound.openRtp(sealed(them, 5, 1), 12, 1, 5)).toEqual(payload);
  });

  it('makes no session of keys with wrong lengths', () => {
    expect(createSrtpSession({ ...ours, inbound: { key: Buffer.alloc(15), salt: ours.inbound.salt } })).toBeUndefined();
    expect(sameSrtpParameters(ours, parametersFor(profile).ours)).toBe(true);
    expect(sameSrtpParameters(ours, theirs)).toBe(false);
  });
});

describe('estimateIndex', () => {
  it.each([
    [10, 12, 12],
    [65_535, 0, 65_536],
    [65_536, 65_535, 65_535],
    [65_536 * 3 + 100, 65_000, 65_536 * 2 + 65_000],
    [40_000, 5_000, 65_536 + 5_000],
    [40_000, 8_000, 8_000],
  ])('after %i, %i means %i', (highest, sequence, index) => {
    expect(estimateIndex(highest, sequence)).toBe(index);
  });

  it('tells a packet from before the first rollover by a number below 0', () => {
    expect(estimateIndex(5, 65_000)).toBeLessThan(0);
  });
});

describe('ReplayWindow', () => {
  it('forgets nothing within the window when numbers jump', () => {
    const window = new ReplayWindow();
    for (const index of [0, 5, 300, 301, 811]) window.accept(index);
    expect([0, 5, 299, 300, 301, 302, 811, 812].map((index) => window.isFresh(index))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
  });
});
