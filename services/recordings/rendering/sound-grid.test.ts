import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spansOf } from './frame-grid.ts';
import { decodedPreRollSamples, firstPacketOf, packetSamples, packetsOfWhole, planSound } from './sound-grid.ts';

const lengths = fc.array(
  fc.integer({ min: 1, max: 650 }).map((packets) => packets * 20),
  { minLength: 1, maxLength: 60 },
);
const plansOf = (lengthsMs: readonly number[]) =>
  spansOf(lengthsMs).map((span) => ({
    span,
    plan: planSound(span, Math.min(decodedPreRollSamples, span.startSamples)),
  }));

describe('the grid of sound', () => {
  it('R3: each packet is supplied by exactly one chunk, whatever their lengths', () => {
    fc.assert(
      fc.property(lengths, (lengthsMs) => {
        let next = 0;
        for (const { plan } of plansOf(lengthsMs)) {
          expect(plan.firstPacket).toBe(next);
          expect(plan.packets).toBeGreaterThanOrEqual(0);
          next += plan.packets;
        }
        const total = lengthsMs.reduce((sum, lengthMs) => sum + lengthMs * 48, 0);
        expect(packetsOfWhole(total) - next).toBeGreaterThanOrEqual(0);
        expect(packetsOfWhole(total) - next).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('R3: an encoder begins on the grid, and has settled before the first packet that is taken from it', () => {
    fc.assert(
      fc.property(lengths, (lengthsMs) => {
        for (const { span, plan } of plansOf(lengthsMs)) {
          const preRoll = Math.min(decodedPreRollSamples, span.startSamples);
          const encodedFrom = span.startSamples - preRoll + plan.skipSamples;
          expect(encodedFrom % packetSamples).toBe(0);
          expect(encodedFrom / packetSamples + plan.skipPackets).toBe(plan.firstPacket);
          const isFromTheStart = encodedFrom === 0;
          expect(isFromTheStart || plan.skipPackets >= 25).toBe(true);
          // What is behind the pre-roll's first part, a decoder has right.
          expect(isFromTheStart || plan.skipSamples >= 19_200).toBe(true);
        }
      }),
    );
  });

  it('takes a packet only from a chunk that holds all that its encoder looks at', () => {
    for (const { span, plan } of plansOf([20, 20, 9_020, 40, 12_000])) {
      const end = span.startSamples + span.lengthSamples;
      const last = plan.firstPacket + plan.packets - 1;
      if (plan.packets > 0) expect((last + 2) * packetSamples).toBeLessThanOrEqual(end);
      expect((last + 3) * packetSamples).toBeGreaterThan(end);
    }
    expect([0, 1_023, 2_048, 3_071, 3_072].map(firstPacketOf)).toEqual([0, 0, 1, 1, 2]);
  });
});
