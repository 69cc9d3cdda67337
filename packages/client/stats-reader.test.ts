import type { types } from 'mediasoup-client';
import { expect, it } from 'vitest';
import { StatsReader } from './stats-reader.ts';

/** A stream whose counters the test sets, in the shape that browsers report them. */
function stream(id: string, records: () => object[]): types.Producer & types.Consumer {
  const getStats = async () => new Map(records().map((record, index) => [String(index), record]));
  return { id, getStats } as unknown as types.Producer & types.Consumer;
}

it('gives bitrate and loss of what came since the previous reading', async () => {
  let nowMs = 0;
  let received = { packetsReceived: 100, packetsLost: 50, bytesReceived: 10_000, freezeCount: 1 };
  const reader = new StatsReader(() => nowMs);
  const streams = [
    {
      participantId: 'anna',
      source: 'camera' as const,
      stream: stream('c', () => [
        { type: 'inbound-rtp', ...received, jitter: 0.004, frameWidth: 640, frameHeight: 360, framesPerSecond: 15 },
        { type: 'candidate-pair', state: 'succeeded', currentRoundTripTime: 0.02 },
      ]),
    },
  ];
  expect(await reader.read([], streams)).toMatchObject({
    receiveBitrateBps: 0,
    receiveLossFraction: 0,
    roundTripMs: 20,
  });
  nowMs = 2_000;
  received = { packetsReceived: 190, packetsLost: 60, bytesReceived: 35_000, freezeCount: 2 };
  expect(await reader.read([], streams)).toEqual({
    roundTripMs: 20,
    sendBitrateBps: 0,
    receiveBitrateBps: 100_000,
    receiveLossFraction: 0.1,
    streams: [
      {
        participantId: 'anna',
        source: 'camera',
        direction: 'receive',
        bitrateBps: 100_000,
        lossFraction: 0.1,
        jitterMs: 4,
        widthPx: 640,
        heightPx: 360,
        framesPerSecond: 15,
        freezes: 2,
      },
    ],
  });
});

it('sums the layers of what is sent and reads its loss from the other side', async () => {
  let nowMs = 0;
  let factor = 1;
  const reader = new StatsReader(() => nowMs);
  const streams = [
    {
      participantId: 'self',
      source: 'camera' as const,
      stream: stream('p', () => [
        {
          type: 'outbound-rtp',
          bytesSent: 1_000 * factor,
          packetsSent: 10 * factor,
          frameWidth: 320,
          frameHeight: 180,
        },
        {
          type: 'outbound-rtp',
          bytesSent: 4_000 * factor,
          packetsSent: 40 * factor,
          frameWidth: 640,
          frameHeight: 360,
        },
        { type: 'remote-inbound-rtp', packetsLost: 5 * factor, jitter: 0.001 },
      ]),
    },
  ];
  await reader.read(streams, []);
  nowMs = 1_000;
  factor = 2;
  expect(await reader.read(streams, [])).toMatchObject({
    sendBitrateBps: 40_000,
    receiveLossFraction: 0,
    streams: [{ widthPx: 640, heightPx: 360, lossFraction: 0.1, jitterMs: 1 }],
  });
});

it('leaves out a stream that is gone', async () => {
  const gone = { id: 'x', getStats: () => Promise.reject(new Error('closed')) } as unknown as types.Consumer;
  const reader = new StatsReader(() => 0);
  expect((await reader.read([], [{ participantId: 'a', source: 'camera', stream: gone }])).streams).toEqual([]);
});
