/** Turns the browser's growing counters into figures per stream since the previous reading. */
import type { types } from 'mediasoup-client';
import type { CallStats, StreamSource, StreamStats } from './call-stats.ts';

export interface ReadStream {
  readonly participantId: string;
  readonly source: StreamSource;
  readonly stream: types.Producer | types.Consumer;
}

interface StatsRecord {
  readonly type?: unknown;
  readonly state?: unknown;
  readonly [counter: string]: unknown;
}

interface Totals {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
}

export class StatsReader {
  readonly #nowMs: () => number;
  #before = new Map<string, Totals>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async read(sent: readonly ReadStream[], received: readonly ReadStream[]): Promise<CallStats> {
    const next = new Map<string, Totals>();
    let roundTripMs: number | undefined;
    let expected = 0;
    let lost = 0;
    const readOne = async (item: ReadStream, direction: 'send' | 'receive'): Promise<StreamStats[]> => {
      const report = await item.stream.getStats().catch(() => undefined);
      if (report === undefined) return [];
      const records = [...report.values()] as StatsRecord[];
      roundTripMs ??= pairRoundTripMs(records);
      const rtp = records.filter(({ type }) => type === (direction === 'send' ? 'outbound-rtp' : 'inbound-rtp'));
      // The loss of what is sent stands in the other side's reports.
      const reports = direction === 'send' ? records.filter(({ type }) => type === 'remote-inbound-rtp') : rtp;
      const totals: Totals = {
        atMs: this.#nowMs(),
        bytes: sum(rtp, direction === 'send' ? 'bytesSent' : 'bytesReceived'),
        packets: sum(rtp, direction === 'send' ? 'packetsSent' : 'packetsReceived'),
        lost: sum(reports, 'packetsLost'),
      };
      const before = this.#before.get(item.stream.id);
      next.set(item.stream.id, totals);
      const packets = before === undefined ? 0 : Math.max(0, totals.packets - before.packets);
      const gone = before === undefined ? 0 : Math.max(0, totals.lost - before.lost);
      const all = direction === 'send' ? packets : packets + gone;
      if (direction === 'receive') {
        expected += all;
        lost += gone;
      }
      const largest =
        rtp.toSorted((a, b) => (number(b, 'frameHeight') ?? 0) - (number(a, 'frameHeight') ?? 0))[0] ?? {};
      const jitterS = number(reports[0] ?? {}, 'jitter');
      return [
        {
          participantId: item.participantId,
          source: item.source,
          direction,
          bitrateBps:
            before === undefined || totals.atMs <= before.atMs
              ? 0
              : Math.max(0, ((totals.bytes - before.bytes) * 8_000) / (totals.atMs - before.atMs)),
          lossFraction: all === 0 ? 0 : Math.min(1, gone / all),
          jitterMs: jitterS === undefined ? undefined : jitterS * 1_000,
          widthPx: number(largest, 'frameWidth'),
          heightPx: number(largest, 'frameHeight'),
          framesPerSecond: number(largest, 'framesPerSecond'),
          freezes: sum(rtp, 'freezeCount'),
        },
      ];
    };
    const streams = await Promise.all([
      ...sent.map((item) => readOne(item, 'send')),
      ...received.map((item) => readOne(item, 'receive')),
    ]);
    this.#before = next;
    const flat = streams.flat();
    const bitrateBps = (direction: 'send' | 'receive'): number =>
      flat.reduce((total, stream) => (stream.direction === direction ? total + stream.bitrateBps : total), 0);
    return {
      roundTripMs,
      sendBitrateBps: bitrateBps('send'),
      receiveBitrateBps: bitrateBps('receive'),
      receiveLossFraction: expected === 0 ? 0 : lost / expected,
      streams: flat,
    };
  }
}

function pairRoundTripMs(records: readonly StatsRecord[]): number | undefined {
  const pair = records.find((record) => record.type === 'candidate-pair' && record.state === 'succeeded');
  const seconds = number(pair ?? {}, 'currentRoundTripTime');
  return seconds === undefined ? undefined : seconds * 1_000;
}

const number = (record: StatsRecord, name: string): number | undefined =>
  typeof record[name] === 'number' ? record[name] : undefined;

const sum = (records: readonly StatsRecord[], name: string): number =>
  records.reduce((total, record) => total + (number(record, name) ?? 0), 0);
