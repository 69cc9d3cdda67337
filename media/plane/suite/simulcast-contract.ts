/** Layers: switches at key frames, continuous numbers, temporal filters. */
import { describe, expect, it } from 'vitest';
import { writeSenderReport } from '../../wire/rtcp/sender-report.ts';
import { createVp8View, readVp8 } from '../../wire/vp8.ts';
import {
  continuousFrom,
  type PictureNumbers,
  pictureIdOf,
  sequencesOf,
  textOf,
  videoPacket,
  vp8Payload,
} from './suite-media.ts';
import type { SuitePeer } from './suite-peer.ts';
import { type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

const lowSsrc = 2_100;
const highSsrc = 2_200;
const simulcast = videoInbound({
  rtxPayloadType: undefined,
  encodings: [{ rid: 'l' }, { rid: 'h' }],
  mid: '3',
});

async function simulcastWorld(make: PlaneMaker, spatialLayer: number, temporalLayer = 7) {
  const world = await SuiteWorld.open(make);
  const a = await world.peer(1);
  const b = await world.peer(2);
  world.apply(
    { type: 'setInbound', inbound: simulcast },
    { type: 'setRoute', route: routeOf({ inboundId: 2, spatialLayer, temporalLayer }) },
  );
  return { world, a, b };
}

function sendLayer(
  a: SuitePeer,
  layer: 'l' | 'h',
  sequenceNumber: number,
  timestamp: number,
  numbers: PictureNumbers = {},
) {
  const text = `${layer}${sequenceNumber}`;
  const extensions = [
    { id: 1, data: Buffer.from('3') },
    { id: 2, data: Buffer.from(layer) },
  ];
  const ssrc = layer === 'l' ? lowSsrc : highSsrc;
  a.sendRtp(videoPacket(sequenceNumber, vp8Payload(text, numbers), { ssrc, timestamp, extensions }));
}

export function simulcastContract(make: PlaneMaker): void {
  describe('simulcast', () => {
    it('begins with the best layer that arrives at or below the wish, at its key frame', async () => {
      const { world, a, b } = await simulcastWorld(make, 1);
      sendLayer(a, 'l', 1, 0);
      expect(await world.event('keyFrameNeeded')).toMatchObject({ inboundId: 2, spatialLayer: 0 });
      sendLayer(a, 'l', 2, 3_000, { keyFrame: true });
      sendLayer(a, 'l', 3, 6_000);
      await world.until('two', () => b.rtp.length === 2);
      expect(b.rtp.map(textOf)).toEqual(['l2', 'l3']);
      expect(await world.event('layerSwitched')).toMatchObject({ routeId: 1, spatialLayer: 0 });
      await world.close();
    });

    it('goes on with the old layer until the wished one has a key frame, then without a gap in any number', async () => {
      const { world, a, b } = await simulcastWorld(make, 0);
      const step = async (count: number) => world.until(`${count}`, () => world.counter('openedPackets') === count);
      sendLayer(a, 'l', 10, 1_000, { keyFrame: true, pictureId: 100, tl0PictureIndex: 7 });
      sendLayer(a, 'h', 900, 500_000, { keyFrame: true, pictureId: 32_000, tl0PictureIndex: 200 });
      await step(2);
      world.apply({ type: 'chooseLayer', routeId: 1, spatialLayer: 1, temporalLayer: 7 });
      expect(await world.event('keyFrameNeeded', ({ spatialLayer }) => spatialLayer === 1)).toBeDefined();
      sendLayer(a, 'l', 11, 4_000, { pictureId: 101, tl0PictureIndex: 8 });
      sendLayer(a, 'h', 901, 503_000, { pictureId: 32_001, tl0PictureIndex: 201 });
      await step(4);
      sendLayer(a, 'h', 902, 506_000, { keyFrame: true, pictureId: 32_002, tl0PictureIndex: 202 });
      sendLayer(a, 'l', 12, 7_000, { pictureId: 102, tl0PictureIndex: 9 });
      sendLayer(a, 'h', 903, 509_000, { pictureId: 32_003, tl0PictureIndex: 203 });
      await world.until('four', () => b.rtp.length === 4);
      expect(b.rtp.map(textOf)).toEqual(['l10', 'l11', 'h902', 'h903']);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      expect(b.rtp.map(pictureIdOf)).toEqual([100, 101, 102, 103]);
      expect(b.rtp.map(({ payload }) => payload[4])).toEqual([100, 101, 102, 103]);
      expect(b.rtp[3]!.view.timestamp - b.rtp[2]!.view.timestamp).toBe(3_000);
      expect(b.rtp[2]!.view.timestamp).toBeGreaterThan(b.rtp[1]!.view.timestamp);
      await world.close();
    });

    it('places the new layer in time by the sender reports of both', async () => {
      const { world, a, b } = await simulcastWorld(make, 0);
      const report = (ssrc: number, rtpTimestamp: number) =>
        writeSenderReport({
          ssrc,
          ntpSeconds: 5_000,
          ntpFraction: 0,
          rtpTimestamp,
          packetCount: 1,
          octetCount: 1,
          reports: [],
        });
      sendLayer(a, 'l', 10, 1_000, { keyFrame: true });
      sendLayer(a, 'h', 900, 500_000, { keyFrame: true });
      await world.until('both layers', () => world.counter('openedPackets') === 2);
      a.sendRtcp(report(lowSsrc, 1_000));
      a.sendRtcp(report(highSsrc, 500_000));
      await world.until('reports', () => world.counter('openedRtcpPackets') === 2);
      world.apply({ type: 'chooseLayer', routeId: 1, spatialLayer: 1, temporalLayer: 7 });
      sendLayer(a, 'h', 901, 509_000, { keyFrame: true });
      await world.until('switched', () => b.rtp.length === 2);
      expect(b.rtp[1]!.view.timestamp - b.rtp[0]!.view.timestamp).toBe(9_000);
      await world.close();
    });

    it('begins with a key frame whose first packet came late, and loses none of it', async () => {
      const { world, a, b } = await simulcastWorld(make, 0);
      sendLayer(a, 'l', 1, 0);
      sendLayer(a, 'l', 3, 3_000, { continued: true });
      sendLayer(a, 'l', 2, 3_000, { keyFrame: true });
      sendLayer(a, 'l', 4, 6_000);
      await world.until('three', () => b.rtp.length === 3);
      expect(b.rtp.map(textOf)).toEqual(['l2', 'l3', 'l4']);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      await world.close();
    });

    it('drops packets from before the point where the route began', async () => {
      const { world, a, b } = await simulcastWorld(make, 0);
      sendLayer(a, 'l', 1, 0);
      sendLayer(a, 'l', 3, 6_000, { keyFrame: true });
      sendLayer(a, 'l', 2, 3_000);
      sendLayer(a, 'l', 4, 9_000);
      await world.until('two', () => b.rtp.length === 2);
      expect(b.rtp.map(textOf)).toEqual(['l3', 'l4']);
      expect(world.counter('droppedLatePackets')).toBe(1);
      await world.close();
    });

    it('filters temporal layers without gaps in sequence numbers or picture ids', async () => {
      const { world, a, b } = await simulcastWorld(make, 0, 0);
      for (let n = 0; n < 8; n++) {
        const numbers = {
          keyFrame: n === 0,
          pictureId: 0x7ffc + n > 0x7fff ? n - 4 : 0x7ffc + n,
          temporalLayer: n % 2,
        };
        sendLayer(a, 'l', n + 1, n * 3_000, numbers);
      }
      await world.until('four', () => b.rtp.length === 4);
      await world.until('all seen', () => world.counter('filteredTemporalPackets') === 4);
      expect(b.rtp.map(textOf)).toEqual(['l1', 'l3', 'l5', 'l7']);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      expect(b.rtp.map(pictureIdOf)).toEqual([0x7ffc, 0x7ffd, 0x7ffe, 0x7fff]);
      await world.close();
    });

    it('sends pictures as one chain: no temporal layers, and none may be left out', async () => {
      const { world, a, b } = await simulcastWorld(make, 0);
      for (const [n, temporalLayer] of [0, 2, 1, 2, 0].entries()) {
        const numbers = { keyFrame: n === 0, pictureId: 0x1fe + n, tl0PictureIndex: n < 4 ? 70 : 71, temporalLayer };
        sendLayer(a, 'l', n + 1, n * 3_000, { ...numbers, nonReference: temporalLayer === 2 });
      }
      await world.until('five', () => b.rtp.length === 5);
      const seen = b.rtp.map(({ payload }) => {
        const view = createVp8View();
        readVp8(payload, 0, payload.length, view);
        return [view.pictureId, view.tl0PicIdx, view.tid, view.nonReference];
      });
      expect(seen).toEqual([0x1fe, 0x1ff, 0x200, 0x201, 0x202].map((id) => [id, id & 0xff, 0, false]));
      await world.close();
    });

    it('sends a late picture of an upper layer after all: it has its place in the chain', async () => {
      const { world, a, b } = await simulcastWorld(make, 0, 0);
      sendLayer(a, 'l', 1, 0, { keyFrame: true });
      sendLayer(a, 'l', 3, 6_000, { pictureId: 2 });
      sendLayer(a, 'l', 2, 3_000, { pictureId: 1, temporalLayer: 1 });
      await world.until('three', () => b.rtp.length === 3);
      expect(b.rtp.map(textOf)).toEqual(['l1', 'l3', 'l2']);
      expect(b.rtp.map(pictureIdOf)).toEqual([0, 2, 1]);
      const first = b.rtp[0]!.view.sequenceNumber;
      expect(sequencesOf(b.rtp)).toEqual([first, first + 2, first + 1]);
      await world.close();
    });

    it('fills the hole of a late packet with an empty one where the rest of its picture was left out', async () => {
      const { world, a, b } = await simulcastWorld(make, 0, 0);
      sendLayer(a, 'l', 1, 0, { keyFrame: true });
      sendLayer(a, 'l', 3, 3_000, { pictureId: 1, temporalLayer: 1, continued: true });
      sendLayer(a, 'l', 4, 6_000, { pictureId: 2 });
      sendLayer(a, 'l', 2, 3_000, { pictureId: 1, temporalLayer: 1 });
      await world.until('three', () => b.rtp.length === 3);
      expect(b.rtp.map(({ payload }) => payload.length > 0)).toEqual([true, true, false]);
      expect(b.rtp.slice(0, 2).map(pictureIdOf)).toEqual([0, 1]);
      const first = b.rtp[0]!.view.sequenceNumber;
      expect(sequencesOf(b.rtp)).toEqual([first, first + 2, first + 1]);
      await world.close();
    });

    it('begins for a receiver with the first key frame that it can take', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply(
        { type: 'setInbound', inbound: simulcast },
        { type: 'setTransport', transportId: 2 },
        { type: 'setRoute', route: routeOf({ inboundId: 2 }) },
      );
      sendLayer(a, 'l', 1, 0, { keyFrame: true });
      await world.until('too early', () => world.counter('droppedWithoutPathPackets') === 1);
      const b = await world.peer(2);
      sendLayer(a, 'l', 2, 3_000, { pictureId: 1 });
      sendLayer(a, 'l', 3, 6_000, { keyFrame: true, pictureId: 2 });
      await world.until('began', () => b.rtp.length === 1);
      expect(b.rtp.map(textOf)).toEqual(['l3']);
      await world.close();
    });

    it('sends nothing at layer -1, and comes back with a key frame', async () => {
      const { world, a, b } = await simulcastWorld(make, -1);
      sendLayer(a, 'l', 1, 0, { keyFrame: true });
      await world.until('one', () => world.counter('filteredPausedPackets') === 1);
      world.apply({ type: 'chooseLayer', routeId: 1, spatialLayer: 0, temporalLayer: 7 });
      await world.event('keyFrameNeeded');
      sendLayer(a, 'l', 2, 3_000);
      sendLayer(a, 'l', 3, 6_000, { keyFrame: true });
      await world.until('came back', () => b.rtp.length === 1);
      expect(b.rtp.map(textOf)).toEqual(['l3']);
      await world.close();
    });

    it('tells when a layer falls silent, and goes to the one below', async () => {
      const { world, a, b } = await simulcastWorld(make, 1);
      sendLayer(a, 'h', 1, 0, { keyFrame: true });
      sendLayer(a, 'l', 1, 0, { keyFrame: true });
      await world.until('high', () => b.rtp.length === 1);
      let n = 2;
      const timer = setInterval(() => sendLayer(a, 'l', n, n++ * 3_000), 100);
      await world.event('encodingActive', ({ spatialLayer, active }) => spatialLayer === 1 && !active);
      clearInterval(timer);
      await world.event('keyFrameNeeded', ({ spatialLayer }) => spatialLayer === 0);
      sendLayer(a, 'l', n, n * 3_000, { keyFrame: true });
      await world.until('low', () => b.rtp.length === 2);
      expect(b.rtp.map(textOf)).toEqual(['h1', `l${n}`]);
      await world.close();
    });
  });
}
