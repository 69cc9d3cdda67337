/** Direct transports: what a route would send comes up instead, under the route's own numbers, for whoever records it here. */
import { describe, expect, it } from 'vitest';
import type { DeliveredPacket } from '../events.ts';
import { audioPacket, videoPacket, vp8Payload } from './suite-media.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

const direct = { type: 'setTransport', transportId: 2, direct: true } as const;

const delivered = (world: SuiteWorld, routeId = 1): DeliveredPacket[] =>
  world.events.flatMap((event) =>
    event.type === 'delivered' && event.packet.routeId === routeId ? [event.packet] : [],
  );
const textOf = ({ payload }: DeliveredPacket): string => Buffer.from(payload).subarray(7).toString();
const stepsOf = (packets: readonly DeliveredPacket[]): number[] =>
  packets.map(({ sequence }) => sequence - packets[0]!.sequence);

export function directContract(make: PlaneMaker): void {
  describe('direct transports', () => {
    it('are handed what their routes would send, without keys, and what is lost is a hole in the row until it comes', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply(direct, { type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      for (const number of [10, 12, 12, 11, 13]) a.sendRtp(audioPacket(number, { marker: number === 10 }));
      await world.until('all delivered', () => delivered(world).length === 4);
      const packets = delivered(world);
      expect(packets.map(({ payload }) => Buffer.from(payload).toString())).toEqual(
        [10, 12, 11, 13].map((number) => `sound ${number}`),
      );
      expect(stepsOf(packets)).toEqual([0, 2, 1, 3]);
      expect(packets.map(({ timestamp }) => (timestamp - packets[0]!.timestamp) | 0)).toEqual([0, 1_920, 960, 2_880]);
      expect(packets.map(({ marker }) => marker)).toEqual([true, false, false, false]);
      expect(packets.every(({ arrivalMs }) => arrivalMs > 0)).toBe(true);
      expect(world.counter('deliveredPackets')).toBe(4);
      expect(world.counter('forwardedPackets')).toBe(0);
      await world.close();
    });

    it('begin with a key frame, which is asked for, and rows go on over layers and pauses', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const inbound = videoInbound({ rtxPayloadType: undefined, encodings: [{ ssrc: 2_100 }, { ssrc: 2_200 }] });
      world.apply(
        direct,
        { type: 'setInbound', inbound },
        { type: 'setRoute', route: routeOf({ inboundId: 2, spatialLayer: 0 }) },
      );
      const send = (ssrc: number, number: number, keyFrame = false) =>
        a.sendRtp(videoPacket(number, vp8Payload(`${ssrc}/${number}`, { keyFrame, pictureId: number }), { ssrc }));
      const seen = (count: number) => world.until(`${count} opened`, () => world.counter('openedPackets') === count);
      send(2_100, 5);
      await world.event('keyFrameNeeded');
      expect(delivered(world)).toEqual([]);
      send(2_100, 6, true);
      send(2_100, 7);
      await seen(3);
      world.apply({ type: 'chooseLayer', routeId: 1, spatialLayer: 1, temporalLayer: 7 });
      send(2_200, 70, true);
      send(2_200, 71);
      await seen(5);
      world.apply({ type: 'pauseRoute', routeId: 1, paused: true });
      send(2_200, 72);
      await seen(6);
      world.apply({ type: 'pauseRoute', routeId: 1, paused: false });
      send(2_200, 73, true);
      await world.until('all delivered', () => delivered(world).length === 5);
      const packets = delivered(world);
      expect(packets.map(textOf)).toEqual(['2100/6', '2100/7', '2200/70', '2200/71', '2200/73']);
      expect(stepsOf(packets)).toEqual([0, 1, 2, 3, 4]);
      await world.close();
    });

    it('are handed what is made here too', async () => {
      const world = await SuiteWorld.open(make);
      world.apply(
        direct,
        { type: 'setOrigin', origin: { inboundId: 1, kind: 'audio', format: 'opus', clockRateHz: 48_000 } },
        { type: 'setRoute', route: routeOf() },
      );
      for (const number of [0, 1, 5]) {
        const payload = Buffer.from(`mix ${number}`);
        const frame = {
          inboundId: 1,
          routeIds: [1],
          timestamp: number * 960,
          marker: number === 0,
          levelDbov: 30,
          payload,
        };
        world.apply({ type: 'inject', frame });
      }
      await world.until('all delivered', () => delivered(world).length === 3);
      const packets = delivered(world);
      expect(packets.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['mix 0', 'mix 1', 'mix 5']);
      expect(stepsOf(packets)).toEqual([0, 1, 2]);
      expect(packets.map(({ timestamp }) => (timestamp - packets[0]!.timestamp) >>> 0)).toEqual([0, 960, 4_800]);
      await world.close();
    });

    it('give nothing once they are removed', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply(direct, { type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      a.sendRtp(audioPacket(1));
      await world.until('one delivered', () => delivered(world).length === 1);
      world.apply({ type: 'removeTransport', transportId: 2 });
      a.sendRtp(audioPacket(2));
      await world.until('both opened', () => world.counter('openedPackets') === 2);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(delivered(world)).toHaveLength(1);
      await world.close();
    });
  });
}
