/** RTCP both ways and what control is told by the clock. */
import { describe, expect, it } from 'vitest';
import { writeFir } from '../../wire/rtcp/fir.ts';
import { writePli } from '../../wire/rtcp/pli.ts';
import { writeReceiverReport } from '../../wire/rtcp/receiver-report.ts';
import { writeRemb } from '../../wire/rtcp/remb.ts';
import { writeSenderReport } from '../../wire/rtcp/sender-report.ts';
import type { RtcpPacket } from '../../wire/rtcp.ts';
import { audioPacket, videoPacket, vp8Payload } from './suite-media.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

function first<T extends RtcpPacket['type']>(packets: readonly RtcpPacket[], type: T) {
  return packets.find((packet): packet is Extract<RtcpPacket, { type: T }> => packet.type === type);
}

export function reportingContract(make: PlaneMaker): void {
  describe('reporting', () => {
    it('tells control what receivers ask for: key frames and what fits', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: videoInbound() },
        { type: 'setRoute', route: routeOf({ inboundId: 2 }) },
      );
      a.sendRtp(videoPacket(1, vp8Payload('one', { keyFrame: true })));
      await world.until('one', () => b.rtp.length === 1);
      expect(await world.event('keyFrameArrived')).toMatchObject({ inboundId: 2, spatialLayer: 0 });
      const asked = () => world.events.filter(({ type }) => type === 'keyFrameNeeded').length;
      const before = asked();
      b.sendRtcp(writePli({ senderSsrc: 1, mediaSsrc: 9_000 }));
      b.sendRtcp(writeFir({ senderSsrc: 1, entries: [{ ssrc: 9_000, sequence: 1 }] }));
      b.sendRtcp(writePli({ senderSsrc: 1, mediaSsrc: 12_345 }));
      b.sendRtcp(writeRemb({ senderSsrc: 1, bitrateBps: 640_000, ssrcs: [9_000] }));
      expect(await world.event('bandwidthEstimate')).toMatchObject({ transportId: 2, bitrateBps: 640_000 });
      expect(asked() - before).toBe(2);
      await world.close();
    });

    it('asks the sender for a key frame, once its SSRC is known', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: videoInbound({ encodings: [{}], mid: '1' }) });
      world.apply({ type: 'requestKeyFrame', inboundId: 2, spatialLayer: 0 });
      expect(world.counter('sentRtcpPackets')).toBe(0);
      a.sendRtp(videoPacket(1, vp8Payload('one'), { ssrc: 2_345, extensions: [{ id: 1, data: Buffer.from('1') }] }));
      await world.until('asked', () => first(a.rtcp, 'pli'));
      expect(first(a.rtcp, 'pli')).toMatchObject({ mediaSsrc: 2_345 });
      await world.close();
    });

    it('asks for no key frame on behalf of a receiver that cannot be sent to yet: it would be gone before', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply(
        { type: 'setInbound', inbound: videoInbound() },
        { type: 'setTransport', transportId: 2 },
        { type: 'setRoute', route: routeOf({ inboundId: 2 }) },
      );
      const needed = () => world.events.filter(({ type }) => type === 'keyFrameNeeded').length;
      a.sendRtp(videoPacket(1, vp8Payload('one')));
      await world.event('encodingActive');
      expect(needed()).toBe(0);
      await world.peer(2);
      world.apply({ type: 'pauseRoute', routeId: 1, paused: true }, { type: 'pauseRoute', routeId: 1, paused: false });
      await world.until('asked', () => needed() === 1);
      await world.close();
    });

    it('asks a sender for a key frame at most every 500 ms, and not any more once it came', async () => {
      let nowMs = 10_000;
      const world = await SuiteWorld.open(make, { nowMs: () => nowMs });
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: videoInbound() });
      a.sendRtp(videoPacket(1, vp8Payload('one')));
      await world.until('here', () => world.counter('recordedPackets') === 1);
      const ask = () => world.apply({ type: 'requestKeyFrame', inboundId: 2, spatialLayer: 0 });
      const asked = () => world.counter('sentKeyFrameRequestPackets');
      for (const step of [0, 100, 399]) {
        nowMs += step;
        ask();
        expect(asked()).toBe(1);
      }
      nowMs += 1;
      await world.until('the second', () => asked() === 2);
      nowMs += 100;
      ask();
      a.sendRtp(videoPacket(2, vp8Payload('two', { keyFrame: true })));
      await world.until('key frame', () => world.counter('recordedPackets') === 2);
      nowMs += 1_000;
      await new Promise((resolve) => setTimeout(resolve, 80));
      expect(asked()).toBe(2);
      await world.close();
    });

    it('reports to the sender what arrived: receiver reports and arrival times', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: videoInbound({ nack: false }) });
      for (const n of [1, 2, 3, 4, 6, 7, 8]) {
        const extensions = [{ id: 5, data: Buffer.from([0, n + 100]) }];
        a.sendRtp(videoPacket(n, vp8Payload('x', { keyFrame: n === 1 }), { extensions }));
      }
      const feedback = await world.until('feedback', () => first(a.rtcp, 'transportCc'));
      expect(feedback).toMatchObject({ baseSequence: 101, statusCount: 8 });
      expect(feedback.arrivals.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
        101, 102, 103, 104, 106, 107, 108,
      ]);
      const report = await world.until('report', () => first(a.rtcp, 'receiverReport'));
      expect(report.reports[0]).toMatchObject({ ssrc: 2_000, cumulativeLost: 1, highestSequence: 65_536 + 8 });
      await world.close();
    });

    it('reports to receivers on the sender’s clock, and learns their loss and round trip', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      const ntpSeconds = 3_900_000_000;
      let n = 1;
      const speaking = setInterval(() => a.sendRtp(audioPacket(n++)), 20);
      await world.until('heard', () => b.rtp.length > 0);
      a.sendRtcp(
        writeSenderReport({
          ssrc: 1_111,
          ntpSeconds,
          ntpFraction: 0,
          rtpTimestamp: 48_000,
          packetCount: 1,
          octetCount: 1,
          reports: [],
        }),
      );
      const report = await world.until('sender report', () => first(b.rtcp, 'senderReport'));
      const elapsedTicks = Math.round((report.ntpSeconds - ntpSeconds + report.ntpFraction / 2 ** 32) * 48_000);
      const offset = b.rtp[0]!.view.timestamp - 960;
      expect(report.ssrc).toBe(9_000);
      expect(Math.abs(report.rtpTimestamp - (48_000 + offset + elapsedTicks))).toBeLessThanOrEqual(1);
      expect(first(b.rtcp, 'sdes')?.chunks[0]).toMatchObject({ ssrc: 9_000, cname: 'sender@example' });

      const lastSenderReport = (((report.ntpSeconds & 0xffff) << 16) | (report.ntpFraction >>> 16)) >>> 0;
      const block = { ssrc: 9_000, fractionLost: 64, cumulativeLost: 1, highestSequence: 9, jitter: 0 };
      b.sendRtcp(
        writeReceiverReport({ ssrc: 5, reports: [{ ...block, lastSenderReport, delaySinceLastSenderReport: 0 }] }),
      );
      const health = await world.event('health', ({ routes }) => routes.some(({ rttMs }) => rttMs !== undefined));
      clearInterval(speaking);
      expect(health.routes[0]).toMatchObject({ routeId: 1, lostFraction: 0.25 });
      expect(health.encodings[0]).toMatchObject({ inboundId: 1, spatialLayer: 0 });
      await world.close();
    });
  });
}
