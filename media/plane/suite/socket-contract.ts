/** Sockets: what is heard from whom, what goes up to control, and that strangers cost nothing. */
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Deframer, frame } from '../../wire/tcp-framing.ts';
import { audioPacket } from './suite-media.ts';
import { SuitePeer } from './suite-peer.ts';
import { audioInbound, type PlaneMaker, routeOf, SuiteWorld } from './suite-world.ts';

const stun = Buffer.concat([Buffer.from('000100002112a442', 'hex'), Buffer.alloc(12, 7)]);
const dtls = Buffer.concat([Buffer.from('16fefd', 'hex'), Buffer.alloc(20, 1)]);

export function socketContract(make: PlaneMaker): void {
  describe('sockets', () => {
    it('tells where it listens, and the same command again tells the same', async () => {
      const world = await SuiteWorld.open(make);
      const loopback = { address: '127.0.0.1', port: 0 };
      world.apply({ type: 'listen', udp: [loopback], tcp: [loopback] });
      await world.until('told twice', () => world.events.filter(({ type }) => type === 'listening').length === 2);
      const [first, second] = world.events.filter(({ type }) => type === 'listening');
      expect(second).toEqual(first);
      await world.close();
    });

    it('tells when it cannot listen, and why', async () => {
      const world = await SuiteWorld.open(make);
      world.apply({ type: 'listen', udp: [{ address: '192.0.2.1', port: 0 }], tcp: [] });
      expect(await world.event('listenFailed')).toMatchObject({ protocol: 'udp', endpoint: { address: '192.0.2.1' } });
      await world.close();
    });

    it('hands up STUN from anywhere, DTLS from bound paths only', async () => {
      const world = await SuiteWorld.open(make);
      const stranger = await SuitePeer.open(9, world.udpPort);
      world.peers.push(stranger);
      stranger.sendRaw(dtls);
      stranger.sendRaw(stun);
      const heard = await world.event('datagram');
      expect(heard).toMatchObject({ content: 'stun', path: stranger.path, transportId: undefined });
      expect(Buffer.from(heard.bytes)).toEqual(stun);
      const known = await world.peer(3);
      known.sendRaw(dtls);
      expect(await world.event('datagram', ({ content }) => content === 'dtls')).toMatchObject({ transportId: 3 });
      expect(world.events.filter((event) => event.type === 'datagram' && event.content === 'dtls')).toHaveLength(1);
      await world.close();
    });

    it('sends datagrams as they are', async () => {
      const world = await SuiteWorld.open(make);
      const peer = await world.peer(1);
      world.apply({ type: 'sendDatagram', path: peer.path, bytes: stun });
      await world.until('arrived', () => peer.datagrams.length === 1);
      expect(peer.datagrams[0]).toEqual(stun);
      await world.close();
    });

    it('counts garbage and strangers, and goes on forwarding', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      const garbage = [
        Buffer.alloc(0),
        Buffer.alloc(1, 0x80),
        Buffer.alloc(11, 0x80),
        Buffer.alloc(1_400, 0xff),
        Buffer.alloc(60, 0x90),
      ];
      for (const bytes of garbage) a.sendRaw(bytes);
      const stranger = await SuitePeer.open(9, world.udpPort);
      world.peers.push(stranger);
      stranger.sendRtp(audioPacket(1));
      const tampered = a.seal(audioPacket(1));
      tampered[20]! ^= 1;
      a.sendRaw(tampered);
      a.sendRtp(audioPacket(2));
      await world.until('forwarded', () => b.rtp.length === 1);
      expect(world.counter('droppedNotAuthenticPackets')).toBeGreaterThanOrEqual(1);
      expect(world.counter('unknownDatagrams')).toBeGreaterThanOrEqual(3);
      await world.until('stranger counted', () => world.counter('droppedUnboundDatagrams') === 1);
      await world.close();
    });

    it('refuses a packet that comes twice', async () => {
      const world = await SuiteWorld.open(make);
      const a = await world.peer(1);
      const b = await world.peer(2);
      world.apply({ type: 'setInbound', inbound: audioInbound() }, { type: 'setRoute', route: routeOf() });
      const sealed = a.seal(audioPacket(1));
      a.sendRaw(sealed);
      a.sendRaw(sealed);
      a.sendRtp(audioPacket(2));
      await world.until('both', () => b.rtp.length === 2);
      expect(world.counter('droppedReplayedPackets')).toBe(1);
      await world.close();
    });

    it('speaks ICE-TCP: framed datagrams both ways, and tells when the connection is gone', async () => {
      const world = await SuiteWorld.open(make);
      const socket = connect(world.tcpPort, '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write(frame(stun)!);
      const heard = await world.event('datagram');
      expect(heard.path).toMatchObject({ protocol: 'tcp', port: socket.localPort });
      const back: Buffer[] = [];
      const deframer = new Deframer();
      socket.on('data', (chunk) => deframer.push(chunk, (bytes) => back.push(Buffer.from(bytes))));
      world.apply(
        { type: 'setTransport', transportId: 4, sendPath: heard.path },
        { type: 'bindPath', transportId: 4, path: heard.path },
        { type: 'sendDatagram', path: heard.path, bytes: stun },
      );
      await world.until('answered', () => back.length === 1);
      expect(back[0]).toEqual(stun);
      socket.destroy();
      expect(await world.event('pathClosed')).toMatchObject({ path: heard.path, transportId: 4 });
      await world.close();
    });

    it('cuts a connection off that frames more than a datagram', async () => {
      const world = await SuiteWorld.open(make);
      const socket = connect(world.tcpPort, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(Buffer.concat([Buffer.from([0xff, 0xff]), Buffer.alloc(3_000)]));
      await world.event('pathClosed');
      socket.destroy();
      await world.close();
    });

    it('ignores commands that name what does not stand, and counts them', async () => {
      const world = await SuiteWorld.open(make);
      world.apply(
        { type: 'pauseRoute', routeId: 77, paused: true },
        { type: 'removeInbound', inboundId: 77 },
        { type: 'setRoute', route: routeOf({ inboundId: 77 }) },
        { type: 'removeTransport', transportId: 77 },
      );
      expect(world.counter('ignoredCommands')).toBe(4);
      await world.close();
    });

    it('says nothing after it was closed', async () => {
      const world = await SuiteWorld.open(make);
      const peer = await world.peer(1);
      peer.sendRaw(stun);
      await world.plane.close();
      const told = world.events.length;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(world.events).toHaveLength(told);
      await world.close();
    });
  });
}
