/** Origins and injected frames: sound that is made here, and reaches each receiver as one unbroken stream. */
import { describe, expect, it } from 'vitest';
import { writeNack } from '../../wire/rtcp/nack.ts';
import { writePli } from '../../wire/rtcp/pli.ts';
import { writeReceiverReport } from '../../wire/rtcp/receiver-report.ts';
import { findExtension } from '../../wire/rtp.ts';
import { absSendTimeFromMs, readAbsSendTime, readAudioLevel } from '../../wire/rtp-extensions.ts';
import type { Command, InjectedFrame, Origin } from '../commands.ts';
import { continuousFrom, sequencesOf } from './suite-media.ts';
import type { ReceivedRtp, SuitePeer } from './suite-peer.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld } from './suite-world.ts';

const origin: Origin = { inboundId: 50, kind: 'audio', format: 'opus', clockRateHz: 48_000 };
const toB = routeOf({ inboundId: 50 });
const toC = routeOf({ routeId: 2, inboundId: 50, transportId: 3, ssrc: 9_100 });
const ntpEpochMs = 2_208_988_800_000;

function frame(
  text: string,
  timestamp: number,
  routeIds: readonly number[],
  over: Partial<InjectedFrame> = {},
): Command {
  const payload = Buffer.from(text);
  return {
    type: 'inject',
    frame: { inboundId: 50, routeIds, timestamp, marker: false, levelDbov: -1, payload, ...over },
  };
}

const said = ({ payload }: ReceivedRtp): string => payload.toString();
const levelOf = ({ bytes, view }: ReceivedRtp, id: number): number | undefined =>
  readAudioLevel(bytes, findExtension(bytes, view, id))?.levelDbov;
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** All opened, numbers without a hole, timestamps all the same distance from the origin's. */
function expectUnbroken({ rtp, failures }: SuitePeer, timestamps: readonly number[]): void {
  expect(failures).toBe(0);
  expect(sequencesOf(rtp)).toEqual(continuousFrom(rtp[0]?.view.sequenceNumber, rtp));
  const offsets = rtp.map(({ view }, n) => (view.timestamp - timestamps[n]!) | 0);
  expect(offsets).toEqual(offsets.map(() => offsets[0]));
}

export function soundContract(make: PlaneMaker): void {
  describe('origins', () => {
    async function mixed(clock?: { nowMs: () => number }) {
      const world = await SuiteWorld.open(make, clock);
      const [b, c] = [await world.peer(2), await world.peer(3)];
      world.apply({ type: 'setOrigin', origin }, { type: 'setRoute', route: toB }, { type: 'setRoute', route: toC });
      return { world, b, c };
    }

    it('give each route its frames in one unbroken row, whichever they are, and nobody else’s', async () => {
      const { world, b, c } = await mixed();
      for (const n of numbers(20)) {
        const isApart = n >= 5 && n < 15;
        world.apply(frame(`common ${n}`, n * 960, isApart ? [1] : [1, 2]));
        if (isApart) world.apply(frame(`own ${n}`, n * 960, [2]));
      }
      await world.until('all there', () => b.rtp.length === 20 && c.rtp.length === 20);
      expect(b.rtp.map(said)).toEqual(numbers(20).map((n) => `common ${n}`));
      expect(c.rtp.map(said)).toEqual(numbers(20).map((n) => (n >= 5 && n < 15 ? `own ${n}` : `common ${n}`)));
      for (const peer of [b, c]) {
        expectUnbroken(
          peer,
          numbers(20).map((n) => n * 960),
        );
        expect(peer.rtp.every(({ view }) => view.payloadType === 100)).toBe(true);
      }
      expect([b.rtp[0]!.view.ssrc, c.rtp[0]!.view.ssrc]).toEqual([9_000, 9_100]);
      expect(world.counter('injectedFrames')).toBe(30);
      expect(world.counter('injectedPackets')).toBe(40);
      await world.close();
    });

    it('keep their distance when timestamps wrap', async () => {
      const { world, b } = await mixed();
      const timestamps = [2 ** 32 - 1_920, 2 ** 32 - 960, 0, 960];
      for (const timestamp of timestamps) world.apply(frame('x', timestamp, [1]));
      await world.until('all there', () => b.rtp.length === timestamps.length);
      expectUnbroken(b, timestamps);
      await world.close();
    });

    it('lose no number where a route is paused, not named, or has no path', async () => {
      const { world, b } = await mixed();
      const pause = (paused: boolean): Command => ({ type: 'pauseRoute', routeId: 1, paused });
      world.apply(frame('one', 0, [1]), pause(true), frame('paused', 960, [1]), pause(false));
      world.apply(frame('not named', 1_920, [2]), frame('two', 2_880, [1]));
      world.apply({ type: 'unbindPath', transportId: 2, path: b.path }, frame('no path', 3_840, [1]));
      world.apply(
        { type: 'setTransport', transportId: 2, sendPath: b.path },
        { type: 'bindPath', transportId: 2, path: b.path },
        frame('three', 48_000, [1]),
      );
      await world.until('all there', () => b.rtp.length === 3);
      expect(b.rtp.map(said)).toEqual(['one', 'two', 'three']);
      expectUnbroken(b, [0, 2_880, 48_000]);
      expect(world.counter('filteredPausedPackets')).toBe(1);
      expect(world.counter('droppedWithoutPathPackets')).toBe(1);
      await world.close();
    });

    it('mark where sound begins: as the frame says, and where a route begins or goes on after a pause', async () => {
      const { world, b, c } = await mixed();
      const pause = (paused: boolean): Command => ({ type: 'pauseRoute', routeId: 1, paused });
      world.apply(frame('one', 0, [1]), frame('two', 960, [1, 2]), frame('three', 1_920, [1, 2]));
      world.apply(pause(true), pause(true), pause(false), frame('four', 2_880, [1, 2]));
      world.apply(frame('five', 96_000, [1, 2], { marker: true }), { type: 'setRoute', route: toB });
      world.apply(frame('six', 96_960, [1, 2]));
      await world.until('all there', () => b.rtp.length === 6 && c.rtp.length === 5);
      expect(b.rtp.map(({ view }) => view.marker)).toEqual([true, false, false, true, true, false]);
      expect(c.rtp.map(({ view }) => view.marker)).toEqual([true, false, false, true, false]);
      await world.close();
    });

    it('are silent while paused like any inbound', async () => {
      const { world, b } = await mixed();
      const pause = (paused: boolean): Command => ({ type: 'pauseInbound', inboundId: 50, paused });
      world.apply(frame('one', 0, [1]), pause(true), frame('paused', 960, [1]), pause(false));
      world.apply(frame('two', 1_920, [1]));
      await world.until('both there', () => b.rtp.length === 2);
      expect(b.rtp.map(said)).toEqual(['one', 'two']);
      expectUnbroken(b, [0, 1_920]);
      await world.close();
    });

    it('tell each receiver level and send time under its own extension ids', async () => {
      const nowMs = 1_700_000_012_345;
      const { world, b, c } = await mixed({ nowMs: () => nowMs });
      const d = await world.peer(4);
      const ids = { routeId: 3, transportId: 4, ssrc: 9_200 };
      world.apply({ type: 'setRoute', route: { ...toC, extensions: { audioLevel: 3 } } });
      world.apply({ type: 'setRoute', route: { ...toC, ...ids, extensions: {} } });
      world.apply(frame('level', 0, [1, 2, 3], { levelDbov: 33 }), frame('no level', 960, [3, 2, 1]));
      await world.until('all there', () => [b, c, d].every(({ rtp }) => rtp.length === 2));
      expect(b.rtp.map((packet) => levelOf(packet, 10))).toEqual([33, undefined]);
      expect(c.rtp.map((packet) => levelOf(packet, 3))).toEqual([33, undefined]);
      expect(d.rtp.map(({ bytes }) => bytes[0]! & 0x10)).toEqual([0, 0]);
      const sendTimes = b.rtp.map(({ bytes, view }) => readAbsSendTime(bytes, findExtension(bytes, view, 12)));
      expect(sendTimes).toEqual([absSendTimeFromMs(nowMs), absSendTimeFromMs(nowMs)]);
      for (const { rtp } of [b, c, d]) expect(rtp.map(said)).toEqual(['level', 'no level']);
      await world.close();
    });

    it('answer a receiver that asks again with the very same bytes, also after it went over to other frames', async () => {
      const { world, b, c } = await mixed();
      const kept: Buffer[] = [];
      b.admits = (bytes) => kept.push(Buffer.from(bytes)) > 2;
      // The first frame is marked for b alone, so that what goes to c must not change what b is sent again.
      world.apply(frame('zero', 0, [2]));
      for (const n of numbers(8)) {
        const timestamp = (n + 1) * 960;
        if (n < 3) world.apply(frame(`common ${n}`, timestamp, [1, 2], { levelDbov: 20 }));
        else world.apply(frame(`other ${n}`, timestamp, [2]), frame(`own ${n}`, timestamp, [1]));
      }
      await world.until('all but two there', () => b.rtp.length === 6 && c.rtp.length === 9);
      const sequenceNumbers = [kept[0]!.readUInt16BE(2), kept[1]!.readUInt16BE(2), kept[0]!.readUInt16BE(2) - 5];
      b.sendRtcp(writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers }));
      await world.until('sent again', () => b.rtp.length === 8);
      expect(b.rtp.slice(6).map(said)).toEqual(['common 0', 'common 1']);
      expect(b.rtp.slice(6).map(({ view }) => view.marker)).toEqual([true, false]);
      // The same nonce under the same key: one bit of difference would give the key of authentication away.
      expect(kept.slice(8)).toEqual(kept.slice(0, 2));
      expect(world.counter('resentPackets')).toBe(2);
      expect(world.counter('refusedResendPackets')).toBe(1);
      await world.close();
    });

    it('can still answer for 600 ms when ten variants are made in each beat', async () => {
      const { world, b } = await mixed();
      let lost: number | undefined;
      b.admits = (bytes) => {
        if (lost !== undefined) return true;
        lost = bytes.readUInt16BE(2);
        return false;
      };
      for (const n of numbers(31)) {
        for (const variant of numbers(10)) world.apply(frame(`beat ${n}`, n * 960, variant === 0 ? [1] : [2]));
      }
      await world.until('all but one there', () => b.rtp.length === 30);
      b.sendRtcp(writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers: [lost!] }));
      await world.until('sent again', () => b.rtp.length === 31);
      expect(said(b.rtp[30]!)).toBe('beat 0');
      await world.close();
    });

    it('report to receivers on our own clock as of the last frame, and learn their loss and round trip', async () => {
      let nowMs = 1_700_000_000_000;
      const { world, b } = await mixed({ nowMs: () => nowMs });
      for (const n of numbers(3)) world.apply(frame(`frame ${n}`, n * 960, [1]), frame(`frame ${n}`, n * 960, [2]));
      nowMs += 500;
      const report = await world.until('a report', () =>
        b.rtcp.flatMap((packet) => (packet.type === 'senderReport' && packet.ssrc === 9_000 ? [packet] : [])).at(0),
      );
      const reportedMs = report.ntpSeconds * 1_000 + (report.ntpFraction * 1_000) / 2 ** 32 - ntpEpochMs;
      expect(Math.abs(reportedMs - nowMs)).toBeLessThan(1);
      expect((report.rtpTimestamp - b.rtp[0]!.view.timestamp) | 0).toBe(2 * 960 + 24_000);
      expect(report).toMatchObject({ packetCount: 3, octetCount: 3 * 'frame 0'.length });

      nowMs += 70;
      const block = { ssrc: 9_000, fractionLost: 64, cumulativeLost: 1, highestSequence: 9, jitter: 0 };
      const lastSenderReport = (((report.ntpSeconds & 0xffff) << 16) | (report.ntpFraction >>> 16)) >>> 0;
      b.sendRtcp(
        writeReceiverReport({ ssrc: 5, reports: [{ ...block, lastSenderReport, delaySinceLastSenderReport: 0 }] }),
      );
      await world.until('the report is read', () => world.counter('openedRtcpPackets') === 1);
      world.apply(frame('frame 3', 3 * 960, [1]));
      const health = await world.event('health', ({ routes }) => routes.some(({ rttMs }) => rttMs !== undefined));
      const [route] = health.routes.filter(({ routeId }) => routeId === 1);
      expect(route).toMatchObject({ lostFraction: 0.25, rttMs: 70 });
      expect(world.events.flatMap((event) => (event.type === 'health' ? event.encodings : []))).toEqual([]);
      await world.close();
    });

    it('concern nobody with key frames or activity, whatever receivers and control ask', async () => {
      const { world, b } = await mixed();
      world.apply(frame('one', 0, [1], { levelDbov: 10 }));
      world.apply({ type: 'requestKeyFrame', inboundId: 50, spatialLayer: 0 });
      world.apply({ type: 'tapInbound', inboundId: 50, tapped: true }, frame('two', 960, [1], { levelDbov: 10 }));
      b.sendRtcp(writePli({ senderSsrc: 1, mediaSsrc: 9_000 }));
      await world.until('there', () => b.rtp.length === 2 && world.counter('openedRtcpPackets') === 1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(world.events.map(({ type }) => type).filter((type) => type !== 'listening' && type !== 'health')).toEqual(
        [],
      );
      await world.close();
    });

    it('count and survive what cannot be', async () => {
      const { world, b } = await mixed();
      world.apply({ type: 'setInbound', inbound: audioInbound({ transportId: 2 }) });
      world.apply({ type: 'setRoute', route: routeOf({ routeId: 7, transportId: 3, ssrc: 9_700 }) });
      world.apply(frame('unknown route', 0, [77]));
      world.apply(frame('route of another', 0, [7]));
      world.apply(frame('unknown origin', 0, [1], { inboundId: 4_711 }));
      world.apply(frame('not an origin', 0, [7], { inboundId: 1 }));
      expect(world.counter('ignoredCommands')).toBe(4);
      world.apply(frame('x'.repeat(1_301), 0, [1]));
      expect(world.counter('droppedTooLargePackets')).toBe(1);
      world.apply(frame('', 0, []), frame('x'.repeat(1_300), 0, [1]));
      await world.until('there', () => b.rtp.length === 1);
      expect(b.rtp[0]!.payload).toHaveLength(1_300);
      await world.close();
    });

    it('stay as they are when set again, and end with their routes', async () => {
      const { world, b } = await mixed();
      world.apply(frame('one', 0, [1]), { type: 'setOrigin', origin }, { type: 'setRoute', route: toB });
      world.apply(frame('two', 960, [1]));
      await world.until('both there', () => b.rtp.length === 2);
      expectUnbroken(b, [0, 960]);
      const remove: Command = { type: 'removeInbound', inboundId: 50 };
      world.apply(remove, remove, frame('too late', 1_920, [1]), { type: 'pauseRoute', routeId: 1, paused: true });
      expect(world.counter('ignoredCommands')).toBe(3);
      world.apply({ type: 'setOrigin', origin }, { type: 'setRoute', route: { ...toB, ssrc: 9_001 } });
      world.apply(frame('anew', 0, [1]), { type: 'removeTransport', transportId: 2 }, frame('gone', 960, [1]));
      await world.until('anew', () => b.rtp.length === 3);
      expect(b.rtp[2]).toMatchObject({ view: { ssrc: 9_001, marker: true } });
      expect(world.counter('ignoredCommands')).toBe(4);
      await world.close();
    });
  });
}
