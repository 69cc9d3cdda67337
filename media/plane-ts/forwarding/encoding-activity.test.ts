import { describe, expect, it } from 'vitest';
import { createCounters } from '../counters.ts';
import { EventBatch } from '../event-batch.ts';
import { InboundState } from '../inbound-state.ts';
import { TransportState } from '../transport-state.ts';
import { noteActivity, noteSilence } from './encoding-activity.ts';

const frameMs = 33;

/** A camera of two layers, thirty frames a second each; `sends` says which layers come at a time. */
function camera() {
  const events = new EventBatch(() => undefined, createCounters());
  const inbound = new InboundState(
    {
      inboundId: 2,
      transportId: 1,
      kind: 'video',
      format: 'vp8',
      clockRateHz: 90_000,
      payloadType: 96,
      encodings: [{ rid: 'r0' }, { rid: 'r1' }],
      extensions: {},
      nack: true,
    },
    new TransportState(1, 7),
  );
  const [low, high] = inbound.encodings as [(typeof inbound.encodings)[0], (typeof inbound.encodings)[0]];
  let nowMs = 1_000;
  const run = (forMs: number, sends: { low: boolean; high: boolean; everyMs?: number }): number | undefined => {
    const untilMs = nowMs + forMs;
    const fromMs = nowMs;
    let changedAfterMs: number | undefined;
    const before = high.active;
    for (; nowMs < untilMs; nowMs += sends.everyMs ?? frameMs) {
      for (const encoding of [sends.low ? low : undefined, sends.high ? high : undefined]) {
        if (encoding === undefined) continue;
        encoding.lastPacketMs = nowMs;
        noteActivity(encoding, true, events, nowMs);
      }
      for (const encoding of inbound.encodings) noteSilence(encoding, events, nowMs);
      if (high.active !== before) changedAfterMs ??= nowMs - fromMs;
    }
    return changedAfterMs;
  };
  return { run, low, high };
}

describe('activity of layers', () => {
  it('sees both layers as active with their first packets', () => {
    const { run, low, high } = camera();
    run(100, { low: true, high: true });
    expect([low.active, high.active]).toEqual([true, true]);
  });

  it('notices within half a second that a sender gave a layer up', () => {
    const { run } = camera();
    run(3_000, { low: true, high: true });
    expect(run(3_000, { low: true, high: false })).toBeLessThan(500);
  });

  it('takes a still screen of one frame a second for alive', () => {
    const { run, high } = camera();
    expect(run(20_000, { low: true, high: true, everyMs: 1_000 })).toBe(0);
    expect(high.active).toBe(true);
  });

  it('believes a layer that comes and goes later each time', () => {
    const { run } = camera();
    run(3_000, { low: true, high: true });
    const returns: (number | undefined)[] = [];
    for (let round = 0; round < 3; round++) {
      run(1_000, { low: true, high: false });
      returns.push(run(9_000, { low: true, high: true }));
    }
    expect(returns[0]).toBeGreaterThan(1_900);
    expect(returns[1]).toBeGreaterThan(3_900);
    expect(returns[2]).toBeGreaterThan(7_800);
  });

  it('forwards what there is when only the layer in doubt is left', () => {
    const { run, high } = camera();
    run(3_000, { low: true, high: true });
    run(1_000, { low: true, high: false });
    run(3_000, { low: false, high: true });
    expect(high.active).toBe(true);
  });
});
