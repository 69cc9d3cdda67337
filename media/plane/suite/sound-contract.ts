/** Sound that leaves for a mixer and comes back mixed: taps, origins, injected frames. */
import { describe, expect, it } from 'vitest';
import { writeNack } from '../../wire/rtcp/nack.ts';
import { findExtension } from '../../wire/rtp.ts';
import { readAudioLevel } from '../../wire/rtp-extensions.ts';
import type { Command, InjectedFrame, Origin } from '../commands.ts';
import type { TappedPacket } from '../events.ts';
import { audioPacket, continuousFrom, sequencesOf } from './suite-media.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld } from './suite-world.ts';

const origin: Origin = { inboundId: 50, kind: 'audio', format: 'opus', clockRateHz: 48_000 };

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

const said = ({ payload }: { readonly payload: Buffer }): string => payload.toString();
const tapped = (world: SuiteWorld): TappedPacket[] =>
  world.events.flatMap((event) => (event.type === 'tapped' ? [event.packet] : []));

export function soundContract(make: PlaneMaker): void {
  describe('taps', () => {
    it('tell every packet of a tapped inbound once, in the order of arrival, with its level', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'tapInbound', inboundId: 1, tapped: true });
      const level = { extensions: [{ id: 4, data: Buffer.from([0x80 | 30]) }] };
      for (const number of [10, 12, 12, 11, 13]) a.sendRtp(audioPacket(number, number === 11 ? level : {}));
      await world.until('all told', () => tapped(world).length === 4);
      const told = tapped(world);
      expect(told.map(({ payload }) => Buffer.from(payload).toString())).toEqual(
        [10, 12, 11, 13].map((n) => `sound ${n}`),
      );
      expect(told.map(({ sequence }) => sequence - told[0]!.sequence)).toEqual([0, 2, 1, 3]);
      expect(told.map(({ levelDbov }) => levelDbov)).toEqual([-1, -1, 30, -1]);
      expect(told.every(({ inboundId, arrivalMs }) => inboundId === 1 && arrivalMs > 0)).toBe(true);
      await world.close();
    });

    it('tell nothing of an inbound that is paused, not tapped any more, or gone', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound() });
      a.sendRtp(audioPacket(1));
      await world.until('received', () => world.counter('recordedPackets') === 1);
      world.apply(
        { type: 'tapInbound', inboundId: 1, tapped: true },
        { type: 'pauseInbound', inboundId: 1, paused: true },
      );
      a.sendRtp(audioPacket(2));
      await world.until('dropped', () => world.counter('droppedPausedPackets') === 1);
      world.apply(
        { type: 'pauseInbound', inboundId: 1, paused: false },
        { type: 'tapInbound', inboundId: 1, tapped: false },
      );
      a.sendRtp(audioPacket(3));
      await world.until('received', () => world.counter('recordedPackets') === 2);
      world.apply({ type: 'removeInbound', inboundId: 1 }, { type: 'tapInbound', inboundId: 1, tapped: true });
      expect(tapped(world)).toEqual([]);
      expect(world.counter('ignoredCommands')).toBe(1);
      await world.close();
    });

    it('stand beside forwarding', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: audioInbound() },
        { type: 'setRoute', route: routeOf() },
        { type: 'tapInbound', inboundId: 1, tapped: true },
      );
      for (let n = 0; n < 5; n++) a.sendRtp(audioPacket(n));
      await world.until('forwarded and told', () => b.rtp.length === 5 && tapped(world).length === 5);
      await world.close();
    });
  });

  describe('origins', () => {
    async function mixed() {
      const world = await SuiteWorld.open(make);
      const [b, c] = [await world.peer(2), await world.peer(3)];
      world.apply(
        { type: 'setOrigin', origin },
        { type: 'setRoute', route: routeOf({ inboundId: 50 }) },
        { type: 'setRoute', route: routeOf({ routeId: 2, inboundId: 50, transportId: 3, ssrc: 9_100 }) },
      );
      return { world, b, c };
    }

    it('give each route its frames in one unbroken row, whichever they are', async () => {
      const { world, b, c } = await mixed();
      for (let n = 0; n < 20; n++) {
        const isApart = n >= 5 && n < 15;
        world.apply(frame(`common ${n}`, n * 960, isApart ? [1] : [1, 2]));
        if (isApart) world.apply(frame(`own ${n}`, n * 960, [2]));
      }
      await world.until('all there', () => b.rtp.length === 20 && c.rtp.length === 20);
      expect(b.rtp.map(said)).toEqual(Array.from({ length: 20 }, (_, n) => `common ${n}`));
      expect(c.rtp.map(said)).toEqual(
        Array.from({ length: 20 }, (_, n) => (n >= 5 && n < 15 ? `own ${n}` : `common ${n}`)),
      );
      for (const { rtp, failures } of [b, c]) {
        expect(failures).toBe(0);
        expect(sequencesOf(rtp)).toEqual(continuousFrom(rtp[0]?.view.sequenceNumber, rtp));
        const steps = rtp.map(({ view }, n) => (view.timestamp - rtp[0]!.view.timestamp - n * 960) | 0);
        expect(new Set(steps)).toEqual(new Set([0]));
        expect(rtp.every(({ view }) => view.payloadType === 100)).toBe(true);
      }
      await world.close();
    });

    it('lose no number where a route is paused or not named, and say where sound begins', async () => {
      const { world, b } = await mixed();
      world.apply(frame('one', 0, [1], { marker: true }), { type: 'pauseRoute', routeId: 1, paused: true });
      world.apply(frame('two', 960, [1]), { type: 'pauseRoute', routeId: 1, paused: false });
      world.apply(frame('three', 1_920, [2]), frame('four', 48_000, [1], { marker: true, levelDbov: 33 }));
      await world.until('both there', () => b.rtp.length === 2);
      const [first, second] = b.rtp;
      expect(second!.view.sequenceNumber - first!.view.sequenceNumber).toBe(1);
      expect((second!.view.timestamp - first!.view.timestamp) | 0).toBe(48_000);
      expect(b.rtp.map(({ view }) => view.marker)).toEqual([true, true]);
      expect(readAudioLevel(second!.bytes, findExtension(second!.bytes, second!.view, 10))?.levelDbov).toBe(33);
      expect(findExtension(first!.bytes, first!.view, 10)).toBe(-1);
      await world.close();
    });

    it('answer a receiver that asks again with the very same bytes, also after it went over to other frames', async () => {
      const { world, b } = await mixed();
      const kept: Buffer[] = [];
      b.admits = (bytes) => kept.push(Buffer.from(bytes)) !== 2;
      for (let n = 0; n < 6; n++) {
        world.apply(frame(n < 3 ? `common ${n}` : `own ${n}`, n * 960, [1]), frame(`other ${n}`, n * 960, [2]));
      }
      await world.until('all but one there', () => b.rtp.length === 5);
      b.sendRtcp(writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers: [kept[1]!.readUInt16BE(2)] }));
      await world.until('sent again', () => b.rtp.length === 6);
      expect(said(b.rtp[5]!)).toBe('common 1');
      // The same nonce under the same key: nothing may differ.
      expect(kept[6]).toEqual(kept[1]);
      await world.close();
    });

    it('tell receivers when their frames were made', async () => {
      const { world, b } = await mixed();
      for (let n = 0; n < 3; n++) world.apply(frame(`frame ${n}`, n * 960, [1]));
      const report = await world.until('a report', () =>
        b.rtcp.find((packet) => packet.type === 'senderReport' && packet.ssrc === 9_000),
      );
      if (report.type !== 'senderReport') throw new Error('Not a report');
      const saidMs = report.ntpSeconds * 1_000 - 2_208_988_800_000;
      expect(Math.abs(saidMs - Date.now())).toBeLessThan(3_000);
      const sinceFirst = (report.rtpTimestamp - b.rtp[0]!.view.timestamp) | 0;
      expect(sinceFirst).toBeGreaterThanOrEqual(1_920);
      expect(sinceFirst).toBeLessThan(1_920 + 3 * 48_000);
      await world.close();
    });

    it('refuse what cannot be, and end with their routes', async () => {
      const { world, b } = await mixed();
      world.apply(frame('unknown route', 0, [77]));
      world.apply(frame('unknown origin', 0, [1], { inboundId: 4_711 }));
      world.apply(frame('x'.repeat(2_000), 0, [1]));
      expect(world.counter('ignoredCommands')).toBe(3);
      world.apply({ type: 'setOrigin', origin }, frame('still there', 0, [1]));
      await world.until('there', () => b.rtp.length === 1);
      world.apply({ type: 'removeInbound', inboundId: 50 }, frame('too late', 960, [1]));
      expect(world.counter('ignoredCommands')).toBe(4);
      expect(world.events.filter(({ type }) => type === 'encodingActive' || type === 'keyFrameNeeded')).toEqual([]);
      await world.close();
    });
  });
}
