/** One packet to many: identities, extensions, pauses, and what stays off the wire. */
import { describe, expect, it } from 'vitest';
import { findExtension } from '../../wire/rtp.ts';
import { readAudioLevel } from '../../wire/rtp-extensions.ts';
import { audioPacket, continuousFrom, sequencesOf, textOf, videoPacket, vp8Payload } from './suite-media.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

export function forwardingContract(make: PlaneMaker): void {
  describe('forwarding', () => {
    it.each(['AEAD_AES_128_GCM', 'AES128_CM_HMAC_SHA1_80'] as const)(
      'carries sound to every receiver under an identity of its own (%s)',
      async (profile) => {
        const world = await SuiteWorld.open(make);
        const a = await world.peer(1, profile);
        const receivers = [await world.peer(2, profile), await world.peer(3, 'AEAD_AES_128_GCM')];
        world.apply({ type: 'setInbound', inbound: audioInbound() });
        for (const { transportId } of receivers) {
          world.apply({
            type: 'setRoute',
            route: routeOf({ routeId: transportId, transportId, ssrc: 9_000 + transportId }),
          });
        }
        for (let n = 65_530; n < 65_545; n++) a.sendRtp(audioPacket(n));
        for (const b of receivers) {
          await world.until('all arrived', () => b.rtp.length === 15);
          expect(b.failures).toBe(0);
          expect(b.rtp.map(({ payload }) => payload.toString())).toEqual(
            Array.from({ length: 15 }, (_, at) => `sound ${65_530 + at}`),
          );
          expect(new Set(b.rtp.map(({ view }) => `${view.ssrc} ${view.payloadType}`))).toEqual(
            new Set([`${9_000 + b.transportId} 100`]),
          );
          expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
        }
        await world.close();
      },
    );

    it('carries the audio level under the id of the receiver, and no MID', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      const extensions = [
        { id: 1, data: Buffer.from('0') },
        { id: 4, data: Buffer.from([0x80 | 30]) },
      ];
      a.sendRtp(audioPacket(1, { extensions }));
      await world.until('arrived', () => b.rtp.length === 1);
      const { bytes, view } = b.rtp[0]!;
      expect(readAudioLevel(bytes, findExtension(bytes, view, 10))).toEqual({ levelDbov: 30, voice: true });
      expect(findExtension(bytes, view, 12) & 0xff).toBe(3);
      expect(findExtension(bytes, view, 1)).toBe(-1);
      expect(await world.event('levels')).toEqual({
        type: 'levels',
        levels: [{ inboundId: 1, levelDbov: 30, voice: true }],
      });
      await world.close();
    });

    it('gives each of two groups of receivers their own extension ids', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const [b, c] = [await world.peer(2), await world.peer(3)];
      world.apply(
        { type: 'setInbound', inbound: audioInbound() },
        { type: 'setRoute', route: routeOf() },
        {
          type: 'setRoute',
          route: routeOf({ routeId: 2, transportId: 3, ssrc: 9_100, extensions: { audioLevel: 6 } }),
        },
      );
      a.sendRtp(audioPacket(1, { extensions: [{ id: 4, data: Buffer.from([40]) }] }));
      await world.until('arrived', () => b.rtp.length === 1 && c.rtp.length === 1);
      expect(readAudioLevel(b.rtp[0]!.bytes, findExtension(b.rtp[0]!.bytes, b.rtp[0]!.view, 10))?.levelDbov).toBe(40);
      expect(readAudioLevel(c.rtp[0]!.bytes, findExtension(c.rtp[0]!.bytes, c.rtp[0]!.view, 6))?.levelDbov).toBe(40);
      expect(findExtension(c.rtp[0]!.bytes, c.rtp[0]!.view, 10)).toBe(-1);
      await world.close();
    });

    it('drops padding and does not count it as a packet of the stream', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: videoInbound() },
        { type: 'setRoute', route: routeOf({ inboundId: 2 }) },
      );
      a.sendRtp(videoPacket(1, vp8Payload('one', { keyFrame: true })));
      a.sendRtp(videoPacket(2, Buffer.alloc(0), { padding: 200 }));
      a.sendRtp(videoPacket(3, vp8Payload('two'), { padding: 4 }));
      await world.until('both', () => b.rtp.length === 2);
      expect(b.rtp.map(textOf)).toEqual(['one', 'two']);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      await world.close();
    });

    it('knows a stream by MID before its SSRC was named', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      const inbounds = ['5', '6'].map((mid, at) => audioInbound({ inboundId: at + 1, mid, encodings: [{}] }));
      for (const inbound of inbounds) world.apply({ type: 'setInbound', inbound });
      world.apply({ type: 'setRoute', route: routeOf({ inboundId: 2 }) });
      a.sendRtp(audioPacket(1, { ssrc: 70, extensions: [{ id: 1, data: Buffer.from('5') }] }));
      a.sendRtp(
        audioPacket(1, { ssrc: 71, extensions: [{ id: 1, data: Buffer.from('6') }], payload: Buffer.from('mine') }),
      );
      a.sendRtp(audioPacket(2, { ssrc: 71, payload: Buffer.from('latched') }));
      await world.until('two', () => b.rtp.length === 2);
      expect(b.rtp.map(({ payload }) => payload.toString())).toEqual(['mine', 'latched']);
      await world.close();
    });

    it('goes on behind its last number when another source takes a stream over, whatever numbers that brings', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: audioInbound({ mid: '0', encodings: [{ ssrc: 5_000 }] }) },
        { type: 'setRoute', route: routeOf() },
      );
      const extensions = [{ id: 1, data: Buffer.from('0') }];
      const sources = [
        [5_000, 1_000],
        [5_000, 1_001],
        [5_001, 1_000],
        [5_001, 1_001],
        [5_002, 200],
        [5_002, 201],
      ] as const;
      for (const [at, [ssrc, sequenceNumber]] of sources.entries()) {
        a.sendRtp(audioPacket(sequenceNumber, { ssrc, extensions, timestamp: at * 960 }));
        await world.until(`packet ${at}`, () => b.rtp.length === at + 1);
      }
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      expect(b.failures).toBe(0);
      await world.close();
    });

    it('sends nothing more to a path whose consent ran out, until there is one again (RFC 7675)', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      a.sendRtp(audioPacket(1));
      await world.until('one', () => b.rtp.length === 1);
      world.apply(
        { type: 'unbindPath', transportId: 2, path: b.path },
        { type: 'setTransport', transportId: 2, srtp: b.srtp },
      );
      a.sendRtp(audioPacket(2));
      await world.until('dropped', () => world.counter('droppedWithoutPathPackets') === 1);
      world.apply(
        { type: 'bindPath', transportId: 2, path: b.path },
        { type: 'setTransport', transportId: 2, sendPath: b.path },
      );
      a.sendRtp(audioPacket(3));
      await world.until('again', () => b.rtp.length === 2);
      expect(b.rtp.map(({ payload }) => payload.toString())).toEqual(['sound 1', 'sound 3']);
      await world.close();
    });

    it('leaves a path to the transport that proved itself from it last, when the consent of the one before runs out', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply(
        { type: 'setInbound', inbound: audioInbound() },
        { type: 'setTransport', transportId: 3, sendPath: b.path, srtp: b.srtp },
        { type: 'bindPath', transportId: 3, path: b.path },
        { type: 'setRoute', route: routeOf({ routeId: 2, transportId: 2, ssrc: 9_002 }) },
        { type: 'setRoute', route: routeOf({ routeId: 3, transportId: 3, ssrc: 9_003 }) },
        { type: 'unbindPath', transportId: 2, path: b.path },
      );
      a.sendRtp(audioPacket(1));
      await world.until('one', () => b.rtp.length === 1);
      await world.until('the other dropped', () => world.counter('droppedWithoutPathPackets') === 1);
      expect(b.rtp[0]!.view.ssrc).toBe(9_003);
      await world.close();
    });

    it('sends nothing of a paused stream or on a paused route, and goes on without a gap', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      const sendAndWait = async (n: number) => {
        a.sendRtp(audioPacket(n));
        await world.until(`packet ${n}`, () => world.counter('openedPackets') === n);
      };
      await sendAndWait(1);
      world.apply({ type: 'pauseRoute', routeId: 1, paused: true });
      await sendAndWait(2);
      world.apply(
        { type: 'pauseRoute', routeId: 1, paused: false },
        { type: 'pauseInbound', inboundId: 1, paused: true },
      );
      await sendAndWait(3);
      expect(world.counter('droppedPausedPackets')).toBe(1);
      expect(world.counter('forwardedPackets')).toBe(1);
      world.apply({ type: 'pauseInbound', inboundId: 1, paused: false });
      await sendAndWait(4);
      await world.until('two', () => b.rtp.length === 2);
      expect(b.rtp.map(({ payload }) => payload.toString())).toEqual(['sound 1', 'sound 4']);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      expect(b.rtp[1]!.view.timestamp - b.rtp[0]!.view.timestamp).toBe(3 * 960);
      await world.close();
    });

    it('costs receivers of a silent source nothing', async () => {
      const world = await SuiteWorld.open(make);
      await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      expect(world.counter('sentDatagrams')).toBe(0);
      expect(b.rtp.length + b.rtcp.length).toBe(0);
      await world.close();
    });

    it('takes every command twice without harm, and stops when told', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      const again = () =>
        world.apply(
          { type: 'setTransport', transportId: 1, sendPath: a.path, srtp: a.srtp },
          { type: 'bindPath', transportId: 1, path: a.path },
          { type: 'setTransport', transportId: 2, sendPath: b.path, srtp: b.srtp },
          { type: 'setInbound', inbound: audioInbound() },
          { type: 'setRoute', route: routeOf() },
        );
      again();
      a.sendRtp(audioPacket(1));
      await world.until('first', () => b.rtp.length === 1);
      again();
      a.sendRtp(audioPacket(2));
      await world.until('second', () => b.rtp.length === 2);
      expect(sequencesOf(b.rtp)).toEqual(continuousFrom(b.rtp[0]?.view.sequenceNumber, b.rtp));
      world.apply({ type: 'removeRoute', routeId: 1 });
      a.sendRtp(audioPacket(3));
      await world.until('third opened', () => world.counter('openedPackets') === 3);
      world.apply({ type: 'removeTransport', transportId: 1 });
      a.sendRtp(audioPacket(4));
      await world.until('not taken', () => world.counter('droppedUnboundDatagrams') === 1);
      expect(b.rtp).toHaveLength(2);
      await world.close();
    });
  });
}
