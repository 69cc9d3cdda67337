import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { JitterBuffer } from './jitter-buffer.ts';
import { delaysMs, type Heard, hear, hearVoice } from './suite/heard.ts';
import { formatTrace, parseTrace, replay, type TraceEntry } from './suite/replay.ts';
import { simulateVoice } from './suite/simulated-voice.ts';

/** Packets that nobody is behind: numbers from `from` on, one every 20 ms from `atMs` on, as they arrive. */
function* row(from: number, count: number, atMs: number, timestamp = from * 960): Generator<TraceEntry> {
  for (let n = 0; n < count; n++) {
    yield ['packet', from + n, (timestamp + n * 960) % 2 ** 32, atMs + n * 20, 960, 80];
  }
}

/** Ticks every 20 ms among the packets, in the order of time. */
function withTicks(packets: Iterable<TraceEntry>, untilMs: number, isQuiet = false): TraceEntry[] {
  const entries = [...packets];
  for (let nowMs = 1_000; nowMs < untilMs; nowMs += 20) entries.push(['tick', nowMs, isQuiet]);
  const timeOf = (entry: TraceEntry) => (entry[0] === 'packet' ? entry[3] : entry[1]);
  return entries.sort((a, b) => timeOf(a) - timeOf(b));
}

const sequences = (heard: Heard) => heard.packets.map(({ sequence }) => sequence);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
/** Repairs come this long after the packet should have: a round trip of 40 ms, and the moment until it is asked for. */
const repairMs = 52;

describe('a clean network', () => {
  it.each([0, 0.02, 5, 7.3, 12, 19.98])(
    'plays a packet 20 ms after it came, ticks at %f ms between packets',
    (phase) => {
      const heard = hearVoice({ durationMs: 5_000, tickPhaseMs: phase });
      for (const delayMs of delaysMs(heard)) expect(Math.abs(delayMs - 20)).toBeLessThan(0.02);
      expect(heard).toMatchObject({ lostMs: 0, rateMin: 1, rateMax: 1, targetMinMs: 20, targetMaxMs: 20 });
      expect(heard.stats.delayMs).toBeCloseTo(20, 1);
    },
  );

  it.each([2.5, 5, 10, 40, 60, 80, 100, 120])('does so with packets of %f ms', (packetMs) => {
    const heard = hearVoice({ durationMs: 5_000, packetMs: () => packetMs });
    for (const delayMs of delaysMs(heard)) expect(Math.abs(delayMs - 20)).toBeLessThan(0.02);
    expect(heard).toMatchObject({ lostMs: 0, targetMaxMs: 20 });
  });

  it('does so with timestamps in 8 kHz that wrap around', () => {
    const heard = hearVoice({ durationMs: 5_000, clockRateHz: 8_000, firstTimestamp: 2 ** 32 - 10_000 });
    for (const delayMs of delaysMs(heard)) expect(Math.abs(delayMs - 20)).toBeLessThan(0.02);
    expect(heard.lostMs).toBe(0);
  });

  it('keeps to the arrivals when packets become longer and shorter', () => {
    const heard = hearVoice({
      durationMs: 60_000,
      packetMs: (index) => [20, 60, 10, 120][Math.floor(index / 200) % 4]!,
    });
    expect(heard.targetMaxMs).toBe(20);
    expect(heard.lostMs).toBeLessThan(150);
    expect(heard.stats.lostPackets).toBe(0);
  });
});

describe('the delay that is told', () => {
  it.each([
    ['none', () => 0],
    ['a little', (index: number) => (index % 7) * 4],
    ['much', (index: number) => (index % 11) * 14],
  ])('is that of the packets that come quickest, with jitter: %s', (_, delayMs) => {
    const heard = hearVoice({ durationMs: 20_000, delayMs });
    const quickest = Math.max(...delaysMs(heard, heard.packets.at(-1)!.heardMs - 1_000));
    expect(Math.abs(heard.delayMs - quickest)).toBeLessThan(1);
  });
});

describe('a lost packet', () => {
  it('is concealed once, for its span, and the next is played in its time', () => {
    const trace = withTicks(
      [...row(0, 100, 1_007)].filter((_, index) => index !== 50),
      2_900,
    );
    const heard = hear(trace);
    expect(heard.stats).toMatchObject({ lostPackets: 1, latePackets: 0 });
    expect(heard.lostMs).toBe(20);
    expect(sequences(heard)).toEqual([...range(0, 50), ...range(51, 94)]);
    for (const delayMs of delaysMs(heard)) expect(delayMs).toBeCloseTo(20, 1);
  });

  it('is late when it comes after its turn, is dropped, and raises the target', () => {
    const packets = [...row(0, 100, 1_007)].filter((_, index) => index !== 50);
    const heard = hear(withTicks([...packets, ['packet', 50, 48_000, 2_007 + 45, 960, 80]], 2_900));
    expect(heard.stats).toMatchObject({ lostPackets: 1, latePackets: 1 });
    expect(heard.targetMaxMs).toBeCloseTo(65, 0);
    expect(sequences(heard)).not.toContain(50);
  });

  it.each([0.05, 0.1])('is mostly healed where %f are lost and sent again in time', (share) => {
    const random = seededRandom(4);
    const lost = () => random() < share;
    const delayMs = () => (lost() ? (lost() ? undefined : repairMs) : random() * 2);
    const heard = hearVoice({ durationMs: 70_000, delayMs }, 11_000);
    expect(heard.targetMaxMs).toBeLessThan(80);
    const lostTwiceMs = 60_000 * share * share;
    expect(heard.lostMs).toBeLessThan(lostTwiceMs * 1.6 + 100);
  });

  it('is not waited for where repairs take too long', () => {
    const heard = hearVoice({ durationMs: 30_000, delayMs: (index) => (index % 20 === 9 ? 130 : 0) });
    expect(heard.targetMaxMs).toBe(20);
    expect(heard.stats.latePackets).toBeGreaterThan(60);
  });
});

describe('a network with jitter', () => {
  it('raises the target until hardly a packet is late, and no further', () => {
    const random = seededRandom(5);
    const heard = hearVoice({ durationMs: 130_000, delayMs: () => random() * 40 }, 30_000);
    expect(heard.targetMinMs).toBeGreaterThanOrEqual(55);
    expect(heard.targetMaxMs).toBeLessThanOrEqual(61);
    expect(heard.lostMs).toBeLessThan(100);
  });

  it('follows a burst at once, and lets go of it slowly', () => {
    const burst = (_index: number, sentMs: number) => Math.max(0, sentMs > 6_000 ? 6_080 - sentMs : 0);
    const heard = hearVoice({ durationMs: 40_000, delayMs: burst });
    expect(heard.targetMaxMs).toBeGreaterThanOrEqual(75);
    expect(heard.stats.lostPackets).toBe(0);
    expect(Math.max(...delaysMs(heard, 7_000, 9_000))).toBeGreaterThan(60);
    expect(Math.max(...delaysMs(heard, 38_000))).toBeLessThan(30);
    expect(heard.rateMax).toBeLessThanOrEqual(1.01);
    expect(heard.rateStep).toBeLessThanOrEqual(0.00051);
  });

  it('has a long delay back sooner where it is quiet', () => {
    const pile = [...row(0, 100, 1_000), ...row(100, 400, 3_120)];
    const quiet = hear(withTicks(pile, 11_000, true));
    const speech = hear(withTicks(pile, 11_000, false));
    const settledMs = (heard: Heard) => heard.packets.findLast((one) => one.heardMs - one.arrivalMs > 60)?.heardMs ?? 0;
    expect(settledMs(quiet)).toBeLessThan(settledMs(speech));
    expect(quiet.stats.lostPackets).toBe(0);
  });

  it('never holds more than its longest delay, however late all becomes', () => {
    const random = seededRandom(6);
    const heard = hearVoice({ durationMs: 60_000, delayMs: () => random() ** 4 * 900 }, 5_000);
    expect(heard.targetMaxMs).toBeGreaterThan(100);
    expect(heard.targetMaxMs).toBeLessThanOrEqual(200);
    expect(Math.max(...delaysMs(heard))).toBeLessThanOrEqual(240 + 20 + 120);
  });
});

describe('a microphone with a clock of its own', () => {
  it.each([200, -200, 30, -30])('%f ppm off neither builds delay nor loses anything in an hour', (driftPpm) => {
    const heard = hearVoice({ durationMs: 3_600_000, driftPpm });
    expect(heard.lostMs).toBe(0);
    expect(heard.stats.skippedSamples).toBe(0);
    const delays = delaysMs(heard);
    expect(delays.reduce((a, b) => Math.max(a, b))).toBeLessThan(23);
    expect(delays.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(19.9);
    expect(heard.rateMax - heard.rateMin).toBeLessThan(0.0015);
  });

  it.each([200, -200])('%f ppm off is followed without swinging once it is settled', (driftPpm) => {
    const heard = hearVoice({ durationMs: 120_000, driftPpm }, 60_000);
    expect(Math.abs((driftPpm > 0 ? heard.rateMax : heard.rateMin) - 1 - driftPpm / 1e6)).toBeLessThan(0.0001);
    expect(heard.rateStep).toBeLessThan(0.0005);
  });

  it.each([200, -200])('%f ppm off is followed behind jitter too', (driftPpm) => {
    const random = seededRandom(8);
    const heard = hearVoice({ durationMs: 600_000, driftPpm, delayMs: () => random() * 10 }, 60_000);
    expect(heard.targetMaxMs).toBeLessThanOrEqual(33);
    expect(heard.lostMs).toBeLessThan(20);
    expect(heard.stats.delayMs).toBeLessThan(36);
  });
});

describe('a pause of the sender', () => {
  const dtx = {
    payloadBytes: (index: number) => (index % 25 === 24 ? 1 : 80),
    pauseMs: (index: number) => (index % 25 === 24 ? 380 : 0),
  };

  it('is silence, and no loss', () => {
    const heard = hearVoice({ durationMs: 20_000, ...dtx });
    expect(heard).toMatchObject({ lostMs: 0, targetMaxMs: 20 });
    expect(heard.stats).toMatchObject({ lostPackets: 0, underruns: 0, restarts: 0 });
    for (const delayMs of delaysMs(heard)) expect(Math.abs(delayMs - 20)).toBeLessThan(0.02);
    expect(heard.packets.filter(({ begins }) => begins)).toHaveLength(1);
  });

  it('is known by consecutive numbers alone, when the delay is long enough to see its end', () => {
    const packets = [...row(0, 50, 1_007), ...row(50, 50, 2_007 + 60, 50 * 960 + 60 * 48)];
    const late: TraceEntry[] = [['packet', 20, 20 * 960, 1_407 + 90, 960, 80]];
    const heard = hear(withTicks([...packets.filter((_, index) => index !== 20), ...late], 3_200));
    expect(heard.stats).toMatchObject({ lostPackets: 1, latePackets: 1 });
    expect(sequences(heard).slice(-3)).toEqual([97, 98, 99]);
  });

  it('brings the delay to its target, down as well as up', () => {
    const random = seededRandom(9);
    const jitterMs = (_index: number, sentMs: number) => (sentMs < 20_000 ? random() * 50 : 0);
    const heard = hearVoice({ durationMs: 80_000, ...dtx, delayMs: jitterMs });
    expect(Math.max(...delaysMs(heard, 15_000, 20_000))).toBeGreaterThan(55);
    expect(Math.max(...delaysMs(heard, 70_000))).toBeLessThan(22);
  });

  it('ends with the first packet after it, even when those before that are lost', () => {
    const missing = (index: number) => (index % 25 === 0 && index > 0 ? undefined : 0);
    const heard = hearVoice({ durationMs: 20_000, ...dtx, delayMs: missing });
    expect(heard.lostMs).toBe(0);
    expect(heard.stats.lostPackets).toBeGreaterThan(15);
    for (const delayMs of delaysMs(heard)) expect(Math.abs(delayMs - 20)).toBeLessThan(0.02);
  });
});

describe('a voice that stops', () => {
  it('is concealed for 120 ms, is silent then, and begins again at the target', () => {
    const heard = hear(withTicks([...row(0, 50, 1_007), ...row(50, 50, 6_003, 50 * 960)], 6_900));
    expect(heard.lostMs).toBe(120);
    expect(heard.stats).toMatchObject({ underruns: 1, lostPackets: 0 });
    expect(heard.packets.filter(({ begins }) => begins).map(({ sequence }) => sequence)).toEqual([0, 50]);
    for (const delayMs of delaysMs(heard)) expect(delayMs).toBeCloseTo(20, 1);
  });

  it('begins again whatever its timestamps did meanwhile', () => {
    for (const jump of [0, 960 * 225, 960 * 50, 2 ** 31, 123_456_789]) {
      const heard = hear(withTicks([...row(0, 50, 1_007), ...row(50, 50, 5_503, 50 * 960 + jump)], 6_400));
      expect(heard.lostMs).toBe(120);
      for (const delayMs of delaysMs(heard, 5_000)) expect(delayMs).toBeCloseTo(20, 1);
    }
  });

  it('goes on after a short hole without losing a word', () => {
    const held = [...row(50, 4, 2_087)].map((entry) => entry.with(3, 2_087) as unknown as TraceEntry);
    const heard = hear(withTicks([...row(0, 50, 1_007), ...held, ...row(54, 50, 2_087)], 3_000));
    expect(sequences(heard)).toEqual(range(0, heard.packets.length));
    expect(heard.stats).toMatchObject({ underruns: 1, lostPackets: 0, skippedSamples: 0 });
    expect(heard.targetMaxMs).toBeGreaterThan(70);
  });
});

describe('another source', () => {
  it('begins cleanly after a jump of the numbers, and nothing of the old one is heard after it', () => {
    const trace = withTicks([...row(0, 50, 1_007), ...row(1_000_000, 50, 1_990, 77)], 2_800);
    const heard = hear(trace);
    const first = heard.packets.findIndex(({ sequence }) => sequence === 1_000_000);
    expect(heard.packets[first]!.begins).toBe(true);
    expect(heard.packets[first]!.heardMs - heard.packets[first]!.arrivalMs).toBeCloseTo(20, 1);
    expect(heard.packets.slice(first).every(({ sequence }) => sequence >= 1_000_000)).toBe(true);
    expect(heard.stats.restarts).toBe(1);
  });

  it('begins after a jump of the timestamps of more than 2 s against the arrivals', () => {
    const heard = hear(withTicks([...row(0, 50, 1_007), ...row(50, 50, 2_007, 960 * 50 - 48_000 * 3)], 2_800));
    expect(heard.stats.restarts).toBe(1);
    for (const delayMs of delaysMs(heard)) expect(delayMs).toBeCloseTo(20, 1);
  });
});

describe('timestamps that lie', () => {
  const lying = (timestampOf: (index: number) => number) =>
    hear(
      withTicks(
        range(0, 500).map((n): TraceEntry => ['packet', n, timestampOf(n) >>> 0, 1_007 + n * 20, 960, 80]),
        11_000,
      ),
    );

  it.each([
    ['that stand still', () => 5],
    ['that run backwards', (n: number) => -960 * n],
    ['that run at half the pace', (n: number) => 480 * n],
    ['that run at twice the pace', (n: number) => 1_920 * n],
  ])('and %s do not matter: packets are played as they come', (_name, timestampOf) => {
    const heard = lying(timestampOf);
    expect(heard.packets.length).toBeGreaterThan(480);
    expect(Math.max(...delaysMs(heard))).toBeLessThan(240);
  });

  it('and are anything at all harm nobody but the liar', () => {
    const random = seededRandom(10);
    const heard = lying(() => random() * 2 ** 32);
    expect(heard.stats.restarts).toBeGreaterThan(400);
  });
});

describe('what waits', () => {
  it('is bounded while nobody reads, and the newest is what is heard then', () => {
    const buffer = new JitterBuffer({ clockRateHz: 48_000 });
    const payload = new Uint8Array(80);
    for (let n = 0; n < 5_000; n++) {
      buffer.insert({ sequence: n, timestamp: n * 960, arrivalMs: n * 20, durationSamples: 960, payload });
    }
    const heard = hear(withTicks([...row(0, 500, 1_007)], 12_000).filter((e) => e[0] === 'packet' || e[1] > 9_000));
    expect(heard.packets[0]!.sequence).toBeGreaterThan(350);
    expect(delaysMs(heard).every((delayMs) => delayMs <= 240)).toBe(true);
    const { droppedPackets } = buffer.stats;
    expect(droppedPackets).toBeGreaterThan(5_000 - 60);
  });

  it('takes no packet twice, and none without a duration', () => {
    const buffer = new JitterBuffer({ clockRateHz: 48_000 });
    const packet = { sequence: 7, timestamp: 0, arrivalMs: 0, durationSamples: 960, payload: new Uint8Array(9) };
    expect(buffer.insert(packet)).toBe('kept');
    expect(buffer.insert(packet)).toBe('duplicate');
    for (const durationSamples of [0, -1, Number.NaN, 5_761]) {
      expect(buffer.insert({ ...packet, sequence: 8, durationSamples })).toBe('refused');
    }
  });

  it('takes no packet between two that leave it no room', () => {
    const heard = hear(
      withTicks(
        [...row(0, 3, 1_000), ['packet', 4, 4 * 960, 1_058, 960, 8], ['packet', 3, 3 * 960 + 480, 1_059, 960, 8]],
        1_100,
      ),
    );
    expect(heard.stats.refusedPackets).toBe(1);
  });
});

describe('a trace', () => {
  it('gives the same decisions whenever it is replayed, also from a file', () => {
    const random = seededRandom(11);
    const trace = [
      ...simulateVoice({
        durationMs: 5_000,
        delayMs: () => (random() < 0.1 ? undefined : random() * 90),
        isQuiet: () => random() < 0.3,
      }),
    ];
    const decisionsOf = (entries: Iterable<TraceEntry>) => {
      const decisions: unknown[] = [];
      replay(48_000, entries, (decision) => decisions.push(decision));
      return decisions;
    };
    expect(decisionsOf(parseTrace(formatTrace(trace)))).toEqual(decisionsOf(trace));
  });
});
