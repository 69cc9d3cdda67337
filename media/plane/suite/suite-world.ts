/** One plane on a free loopback port with its events kept, and peers that are set up as transports. Everything is closed by `close`. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Command, Inbound, Route, SrtpProfile } from '../commands.ts';
import type { PlaneEvent } from '../events.ts';
import type { Plane, PlaneListener } from '../plane.ts';
import { SuitePeer } from './suite-peer.ts';

export type PlaneMaker = (listener: PlaneListener, clock: Clock) => Plane;

const patienceMs = 5_000;

export class SuiteWorld {
  readonly plane: Plane;
  readonly events: PlaneEvent[] = [];
  readonly peers: SuitePeer[] = [];
  udpPort = 0;
  tcpPort = 0;

  private constructor(make: PlaneMaker, clock: Clock) {
    this.plane = make((events) => this.events.push(...events), clock);
  }

  static async open(make: PlaneMaker, clock: Clock = { nowMs: () => Date.now() }): Promise<SuiteWorld> {
    const world = new SuiteWorld(make, clock);
    const loopback = { address: '127.0.0.1', port: 0 };
    world.apply({ type: 'listen', udp: [loopback], tcp: [loopback] });
    const listening = await world.event('listening');
    world.udpPort = listening.udp[0]!.port;
    world.tcpPort = listening.tcp[0]!.port;
    return world;
  }

  apply(...commands: Command[]): void {
    this.plane.apply(commands);
  }

  /** A peer whose transport and path stand. */
  async peer(transportId: number, profile?: SrtpProfile): Promise<SuitePeer> {
    const peer = await SuitePeer.open(transportId, this.udpPort, profile);
    this.peers.push(peer);
    this.apply(
      { type: 'setTransport', transportId, sendPath: peer.path, srtp: peer.srtp },
      { type: 'bindPath', transportId, path: peer.path },
    );
    return peer;
  }

  counter(name: string): number {
    return this.plane.counters().get(name) ?? 0;
  }

  /** Waits until `happened` answers something else than undefined or false. */
  async until<T>(what: string, happened: () => T | undefined | false): Promise<T> {
    for (const start = Date.now(); Date.now() - start < patienceMs; ) {
      const answer = happened();
      if (answer !== undefined && answer !== false) return answer;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`Never happened: ${what}`);
  }

  event<T extends PlaneEvent['type']>(
    type: T,
    matches: (event: Extract<PlaneEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<PlaneEvent, { type: T }>> {
    return this.until(`event ${type}`, () =>
      this.events.find(
        (event): event is Extract<PlaneEvent, { type: T }> => event.type === type && matches(event as never),
      ),
    );
  }

  async close(): Promise<void> {
    await this.plane.close();
    await Promise.all(this.peers.map((peer) => peer.close()));
  }
}

export function audioInbound(over: Partial<Inbound> = {}): Inbound {
  return {
    inboundId: 1,
    transportId: 1,
    kind: 'audio',
    format: 'opus',
    clockRateHz: 48_000,
    payloadType: 111,
    encodings: [{ ssrc: 1_111 }],
    extensions: { mid: 1, audioLevel: 4 },
    nack: false,
    ...over,
  };
}

export function videoInbound(over: Partial<Inbound> = {}): Inbound {
  return {
    inboundId: 2,
    transportId: 1,
    kind: 'video',
    format: 'vp8',
    clockRateHz: 90_000,
    payloadType: 96,
    rtxPayloadType: 97,
    encodings: [{ ssrc: 2_000, rtxSsrc: 2_001 }],
    extensions: { mid: 1, rid: 2, repairedRid: 3, transportCc: 5 },
    nack: true,
    ...over,
  };
}

export function routeOf(over: Partial<Route> = {}): Route {
  return {
    routeId: 1,
    inboundId: 1,
    transportId: 2,
    ssrc: 9_000,
    payloadType: 100,
    extensions: { audioLevel: 10, absSendTime: 12 },
    cname: 'sender@example',
    spatialLayer: 0,
    temporalLayer: 7,
    paused: false,
    ...over,
  };
}
