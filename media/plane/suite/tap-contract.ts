/** Taps: what arrives is also told, packet by packet, to whoever decodes it here. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { frame as framed } from '../../wire/tcp-framing.ts';
import type { TappedPacket } from '../events.ts';
import { audioPacket } from './suite-media.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld } from './suite-world.ts';

const tap = { type: 'tapInbound', inboundId: 1, tapped: true } as const;
const audioLevelId = 4;

const told = (world: SuiteWorld): TappedPacket[] =>
  world.events.flatMap((event) => (event.type === 'tapped' ? [event.packet] : []));
const saidBy = ({ payload }: TappedPacket): string => Buffer.from(payload).toString();

export function tapContract(make: PlaneMaker): void {
  describe('taps', () => {
    it('tell every packet of a tapped inbound once, in the order of arrival, with its level', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, tap);
      const level = { extensions: [{ id: audioLevelId, data: Buffer.from([0x80 | 30]) }], marker: true };
      for (const number of [10, 12, 12, 11, 13]) a.sendRtp(audioPacket(number, number === 11 ? level : {}));
      await world.until('all told', () => told(world).length === 4);
      const packets = told(world);
      expect(packets.map(saidBy)).toEqual([10, 12, 11, 13].map((n) => `sound ${n}`));
      expect(packets.map(({ sequence }) => sequence - packets[0]!.sequence)).toEqual([0, 2, 1, 3]);
      expect(packets.map(({ timestamp }) => timestamp)).toEqual([10, 12, 11, 13].map((n) => n * 960));
      expect(packets.map(({ levelDbov }) => levelDbov)).toEqual([-1, -1, 30, -1]);
      expect(packets.map(({ marker }) => marker)).toEqual([false, false, true, false]);
      expect(packets.every(({ inboundId, arrivalMs }) => inboundId === 1 && arrivalMs > 0)).toBe(true);
      expect(world.counter('tappedPackets')).toBe(4);
      await world.close();
    });

    it('number packets on beyond 16 bits', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, tap);
      for (const number of [65_534, 65_535, 65_536, 65_537]) a.sendRtp(audioPacket(number));
      await world.until('all told', () => told(world).length === 4);
      const sequences = told(world).map(({ sequence }) => sequence);
      expect(sequences.map((sequence) => sequence - sequences[0]!)).toEqual([0, 1, 2, 3]);
      await world.close();
    });

    it('tell what was lost and sent again, once: asked for, and by RTX', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const encodings = [{ ssrc: 1_111, rtxSsrc: 1_112 }];
      world.apply({ type: 'setInbound', inbound: audioInbound({ nack: true, rtxPayloadType: 112, encodings }) }, tap);
      for (const number of [1, 4]) a.sendRtp(audioPacket(number));
      await world.until('asked', () =>
        a.rtcp.some((packet) => packet.type === 'nack' && packet.sequenceNumbers.includes(3)),
      );
      a.sendRtp(audioPacket(2));
      const again = (sequenceNumber: number, original: number) =>
        audioPacket(sequenceNumber, {
          ssrc: 1_112,
          payloadType: 112,
          timestamp: original * 960,
          payload: Buffer.concat([Buffer.from([0, original]), Buffer.from(`sound ${original}`)]),
        });
      a.sendRtp(again(700, 3));
      a.sendRtp(again(701, 3));
      a.sendRtp(again(702, 2));
      await world.until('the rest dropped', () => world.counter('droppedDuplicatePackets') === 2);
      await world.until('all told', () => told(world).length === 4);
      const packets = told(world);
      expect(packets.map(saidBy)).toEqual([1, 4, 2, 3].map((n) => `sound ${n}`));
      expect(packets.map(({ sequence }) => sequence - packets[0]!.sequence)).toEqual([0, 3, 1, 2]);
      expect(packets[3]!.timestamp).toBe(3 * 960);
      await world.close();
    });

    it('tell payloads without padding, and of a packet that is padding alone an empty one', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound({ format: 'pcmu', clockRateHz: 8_000 }) }, tap);
      a.sendRtp(audioPacket(1, { padding: 9 }));
      a.sendRtp(audioPacket(2, { padding: 20, payload: new Uint8Array(0) }));
      await world.until('both told', () => told(world).length === 2);
      expect(told(world).map(saidBy)).toEqual(['sound 1', '']);
      await world.close();
    });

    it.each(['AEAD_AES_128_GCM', 'AES128_CM_HMAC_SHA1_80'] as const)(
      'tell whole payloads that stay as they are, however a TCP stream is cut up (%s)',
      async (profile) => {
        const world = await SuiteWorld.open(make);
        const a = await world.peer(1, profile);
        world.apply({ type: 'setInbound', inbound: audioInbound() }, tap);
        const socket = connect(world.tcpPort, '127.0.0.1');
        await new Promise((resolve) => socket.once('connect', resolve));
        socket.setNoDelay(true);
        socket.write(framed(Buffer.concat([Buffer.from('000100002112a442', 'hex'), Buffer.alloc(12, 7)]))!);
        const { path } = await world.event('datagram');
        world.apply({ type: 'bindPath', transportId: 1, path });
        const numbers = Array.from({ length: 30 }, (_, n) => n);
        const stream = Buffer.concat(numbers.map((n) => framed(a.seal(audioPacket(n)))!));
        for (let at = 0; at < stream.length; at += 101) {
          socket.write(stream.subarray(at, at + 101));
          await new Promise((resolve) => setImmediate(resolve));
        }
        await world.until('all told', () => told(world).length === numbers.length);
        expect(told(world).map(saidBy)).toEqual(numbers.map((n) => `sound ${n}`));
        socket.destroy();
        await world.close();
      },
    );

    it('tell nothing of an inbound that is paused, not tapped any more, or gone', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      world.apply({ type: 'setInbound', inbound: audioInbound() });
      a.sendRtp(audioPacket(1));
      await world.until('received', () => world.counter('recordedPackets') === 1);
      world.apply(tap, tap, { type: 'pauseInbound', inboundId: 1, paused: true });
      a.sendRtp(audioPacket(2));
      await world.until('dropped', () => world.counter('droppedPausedPackets') === 1);
      world.apply({ type: 'pauseInbound', inboundId: 1, paused: false }, { ...tap, tapped: false });
      a.sendRtp(audioPacket(3));
      await world.until('received', () => world.counter('recordedPackets') === 2);
      world.apply({ type: 'removeInbound', inboundId: 1 }, tap);
      expect(told(world)).toEqual([]);
      expect(world.counter('tappedPackets')).toBe(0);
      expect(world.counter('ignoredCommands')).toBe(1);
      await world.close();
    });

    it('stay when the inbound is set again, and stand beside forwarding', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, tap, { type: 'setRoute', route: routeOf() });
      world.apply({ type: 'setInbound', inbound: audioInbound({ nack: true }) });
      for (let n = 0; n < 5; n++) a.sendRtp(audioPacket(n));
      await world.until('forwarded and told', () => b.rtp.length === 5 && told(world).length === 5);
      expect(b.failures).toBe(0);
      expect(b.rtp.map(({ payload }) => payload.toString())).toEqual(told(world).map(saidBy));
      await world.close();
    });
  });
}
