/** Loss on either side: asked for again, sent again, bounded. */
import { describe, expect, it } from 'vitest';
import { writeNack } from '../../wire/rtcp/nack.ts';
import { lossyCall } from './lossy-call.ts';
import { textOf, videoPacket, vp8Payload } from './suite-media.ts';
import { type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

const withRtx = routeOf({ inboundId: 2, rtxSsrc: 9_001, payloadType: 101, rtxPayloadType: 102 });

/** Runs that once found something stay here with their seeds. */
const lossyRuns = [
  { seed: 1, lossUp: 0.05, lossDown: 0, delayMs: 20, rtx: true },
  { seed: 2, lossUp: 0, lossDown: 0.1, delayMs: 20, rtx: true },
  { seed: 3, lossUp: 0.1, lossDown: 0.1, delayMs: 80, rtx: true },
  { seed: 4, lossUp: 0.05, lossDown: 0.05, delayMs: 80, rtx: false },
];

export function repairContract(make: PlaneMaker): void {
  describe('repair', () => {
    it('sends a packet again by RTX, with its number before the payload', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: videoInbound() }, { type: 'setRoute', route: withRtx });
      a.sendRtp(videoPacket(1, vp8Payload('first', { keyFrame: true, pictureId: 5 })));
      a.sendRtp(videoPacket(2, vp8Payload('second', { pictureId: 6 })));
      await world.until('two', () => b.rtp.length === 2);
      const lost = b.rtp[0]!;
      const nack = writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers: [lost.view.sequenceNumber] });
      b.sendRtcp(nack);
      b.sendRtcp(nack);
      await world.until('again', () => b.rtp.length === 3);
      const again = b.rtp[2]!;
      expect(again.view).toMatchObject({ ssrc: 9_001, payloadType: 102, timestamp: lost.view.timestamp, marker: true });
      expect(again.payload.readUInt16BE(0)).toBe(lost.view.sequenceNumber);
      expect(again.payload.subarray(2)).toEqual(lost.payload);
      await world.until('second request refused', () => world.counter('refusedResendPackets') === 1);
      await world.close();
    });

    it('sends the packet itself again where the receiver has no RTX', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: videoInbound() },
        { type: 'setRoute', route: routeOf({ inboundId: 2 }) },
      );
      const kept: Buffer[] = [];
      b.admits = (bytes) => {
        if (kept.push(Buffer.from(bytes)) > 1) return true;
        return false;
      };
      a.sendRtp(videoPacket(1, vp8Payload('first', { keyFrame: true })));
      await world.until('sent', () => kept.length === 1);
      b.sendRtcp(writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers: [kept[0]!.readUInt16BE(2)] }));
      await world.until('again', () => b.rtp.length === 1);
      expect(textOf(b.rtp[0]!)).toBe('first');
      // The same nonce under the same key: one bit of difference would give the key of authentication away.
      expect(kept[1]).toEqual(kept[0]);
      await world.close();
    });

    it('undoes RTX of the sender: repaired packets go on under their own number, once', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: videoInbound() }, { type: 'setRoute', route: withRtx });
      const rtx = (osn: number, sequenceNumber: number) =>
        videoPacket(sequenceNumber, Buffer.concat([Buffer.from([0, osn]), vp8Payload('lost one')]), {
          ssrc: 2_001,
          payloadType: 97,
          timestamp: osn * 3_000,
        });
      a.sendRtp(videoPacket(1, vp8Payload('one', { keyFrame: true })));
      a.sendRtp(videoPacket(3, vp8Payload('three')));
      await world.until('asked', () =>
        a.rtcp.some((packet) => packet.type === 'nack' && packet.sequenceNumbers.includes(2)),
      );
      a.sendRtp(rtx(2, 500));
      a.sendRtp(rtx(2, 501));
      a.sendRtp(rtx(3, 502));
      await world.until('repaired', () => b.rtp.length === 3);
      await world.until('rest dropped', () => world.counter('droppedDuplicatePackets') === 2);
      expect(b.rtp.map(textOf)).toEqual(['one', 'three', 'lost one']);
      expect(b.rtp[2]!.view.sequenceNumber).toBe(b.rtp[0]!.view.sequenceNumber + 1);
      await world.close();
    });

    it('asks for a key frame when a packet cannot be had', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: videoInbound() });
      a.sendRtp(videoPacket(1, vp8Payload('one', { keyFrame: true })));
      a.sendRtp(videoPacket(3, vp8Payload('three')));
      expect(await world.event('keyFrameNeeded')).toMatchObject({ inboundId: 2, spatialLayer: 0 });
      expect(a.rtcp.filter((packet) => packet.type === 'nack').length).toBe(10);
      await world.close();
    });

    it.each(lossyRuns)('repairs all of 1,000 packets over a lossy link (%j)', async (run) => {
      const { missing, twice } = await lossyCall(make, run);
      expect({ missing, twice }).toEqual({ missing: [], twice: 0 });
    });
  });
}
