/** Whatever comes, honest or not: every packet that was kept is handed out once and in order, time is accounted for, and delays stay in their bounds. */
import { limits } from '@veche/contracts/limits.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Heard, hear } from './suite/heard.ts';
import { type Decision, replay, type TraceEntry } from './suite/replay.ts';
import { type SimulatedVoice, simulateVoice } from './suite/simulated-voice.ts';

/** Long enough for all that waits to be played. */
function* drained(trace: Iterable<TraceEntry>): Generator<TraceEntry> {
  let nowMs = 1_000;
  for (const entry of trace) {
    if (entry[0] === 'tick') nowMs = entry[1];
    yield entry;
  }
  for (let tick = 1; tick <= 250; tick++) yield ['tick', nowMs + tick * 20, false];
}

function expectAccounts(trace: readonly TraceEntry[]): Heard {
  const kept = new Set<number>();
  const played: number[] = [];
  let keptPackets = 0;
  let highest = Number.NEGATIVE_INFINITY;
  const onDecision = (decision: Decision) => {
    if (decision.kind === 'inserted') {
      if (decision.insertion === 'restarted') highest = Number.NEGATIVE_INFINITY;
      if (decision.insertion === 'kept' || decision.insertion === 'restarted') {
        kept.add(decision.sequence);
        keptPackets++;
      }
    }
    if (decision.kind === 'packet') {
      if (decision.sequence <= highest) throw new Error(`${decision.sequence} after ${highest}`);
      if (!kept.has(decision.sequence)) throw new Error(`${decision.sequence} was not kept`);
      highest = decision.sequence;
      played.push(decision.sequence);
    }
    if (decision.kind === 'lost' || decision.kind === 'silence') {
      if (!(Number.isInteger(decision.samples) && decision.samples > 0)) throw new Error(`${decision.samples} samples`);
    }
  };
  replay(48_000, drained(trace), onDecision);
  const heard = hear(drained(trace));
  expect(heard.stats.playedPackets).toBe(played.length);
  expect(played.length + heard.stats.droppedPackets).toBe(keptPackets);
  const unplayed = heard.handedSamples - heard.playedSamples;
  expect(unplayed).toBeGreaterThanOrEqual(0);
  expect(unplayed).toBeLessThanOrEqual(5_760 + 960);
  expect(heard.rateMin).toBeGreaterThanOrEqual(0.99);
  expect(heard.rateMax).toBeLessThanOrEqual(1.01);
  expect(heard.targetMinMs).toBeGreaterThanOrEqual(limits.voiceDelayMinMs);
  expect(heard.targetMaxMs).toBeLessThanOrEqual(limits.voiceDelayMaxMs);
  return heard;
}

const honest = fc.record({
  seed: fc.integer(),
  packetMs: fc.constantFrom(2.5, 5, 10, 20, 40, 60, 120),
  driftPpm: fc.integer({ min: -200, max: 200 }),
  tickPhaseMs: fc.double({ min: 0, max: 19.99, noNaN: true }),
  jitterMs: fc.integer({ min: 0, max: 150 }),
  loss: fc.double({ min: 0, max: 0.3, noNaN: true }),
  pauses: fc.boolean(),
  quiet: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('a microphone behind any network', () => {
  it('is heard in order, once, within the bounds of the delay', () => {
    fc.assert(
      fc.property(honest, ({ seed, packetMs, jitterMs, loss, pauses, quiet, ...clocks }) => {
        const random = seededRandom(seed);
        const voice: SimulatedVoice = {
          durationMs: 8_000,
          packetMs: () => packetMs,
          delayMs: () => (random() < loss ? undefined : random() * jitterMs),
          pauseMs: (index) => (pauses && index % 30 === 29 ? 400 : 0),
          payloadBytes: (index) => (pauses && index % 30 === 29 ? 1 : 60),
          isQuiet: () => random() < quiet,
          ...clocks,
        };
        const heard = expectAccounts([...simulateVoice(voice)]);
        expect(heard.stats.restarts).toBe(0);
        const longestMs = limits.voiceDelayMaxMs + limits.voiceDelayExcessMs + 20 + 120 + packetMs;
        let endMs = 0;
        for (const { arrivalMs, heardMs, samples } of heard.packets) {
          expect(heardMs).toBeGreaterThanOrEqual(arrivalMs);
          expect(heardMs - arrivalMs).toBeLessThan(longestMs);
          expect(heardMs).toBeGreaterThanOrEqual(endMs - 0.1);
          endMs = heardMs + (samples / 48) * 0.99;
        }
      }),
      { seed: 3_550, numRuns: 150 },
    );
  });
});

const wild = fc.oneof(
  { weight: 3, arbitrary: fc.constant('tick' as const) },
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.oneof(
        { weight: 6, arbitrary: fc.constant(1) },
        fc.integer({ min: -6, max: 9 }),
        fc.integer({ min: -70_000, max: 70_000 }),
      ),
      timestamp: fc.oneof(
        { weight: 4, arbitrary: fc.constant(-1) },
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: -6_000, max: 6_000 }),
      ),
      laterMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(0), fc.integer({ min: 0, max: 3_000 })),
      durationSamples: fc.constantFrom(0, 1, 120, 480, 960, 961, 2_880, 5_760, 9_999),
      bytes: fc.constantFrom(0, 1, 2, 60),
    }),
  },
);

describe('packets that lie', () => {
  it('are bounded like all others', () => {
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 400 }), fc.boolean(), (acts, isQuiet) => {
        const trace: TraceEntry[] = [];
        let sequence = 0;
        let timestamp = 0;
        let nowMs = 1_000;
        const seen = new Set<number>();
        for (const act of acts) {
          if (act === 'tick') {
            nowMs += 20;
            trace.push(['tick', nowMs, isQuiet]);
            continue;
          }
          sequence += act.step;
          // The plane lets no number come twice.
          if (seen.has(sequence)) continue;
          seen.add(sequence);
          timestamp = act.timestamp === -1 ? timestamp + act.durationSamples : act.timestamp;
          trace.push(['packet', sequence, timestamp >>> 0, nowMs + act.laterMs, act.durationSamples, act.bytes]);
        }
        expectAccounts(trace);
      }),
      { seed: 6_716, numRuns: 300 },
    );
  });
});
