/**
 * The data plane in TypeScript over node:dgram, node:net and node:crypto: works wherever Node does, and shows the rules plainly.
 * This file only puts the parts together; the way of a packet stands in pipeline.ts, what commands do in command-table.ts.
 */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Plane, PlaneListener } from '../plane/plane.ts';
import { CommandTable } from './command-table.ts';
import { createCounters } from './counters.ts';
import { EventBatch } from './event-batch.ts';
import { Forwarder } from './forwarding/forwarder.ts';
import { Injector } from './forwarding/injector.ts';
import { Resender } from './forwarding/resender.ts';
import { SendBuffers } from './forwarding/send-buffers.ts';
import { PathTable } from './path-table.ts';
import { Pipeline } from './pipeline.ts';
import { RtcpReceiver } from './reporting/rtcp-receiver.ts';
import { Ticker } from './reporting/ticker.ts';
import { UpstreamFeedback } from './reporting/upstream-feedback.ts';
import { SocketSet } from './sockets/socket-set.ts';

export interface TypeScriptPlaneOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export function createTypeScriptPlane(options: TypeScriptPlaneOptions, listener: PlaneListener): Plane {
  const { clock, random, logger } = options;
  const counters = createCounters();
  const events = new EventBatch(listener, counters);
  const paths = new PathTable();
  const buffers = new SendBuffers(() => sockets.somethingQueued());
  const forwarder = new Forwarder(counters, events, buffers);
  const resender = new Resender(counters, forwarder);
  const rtcp = new RtcpReceiver(counters, events, resender);
  const pipeline = new Pipeline(clock, counters, events, paths, forwarder, rtcp);
  const sockets = new SocketSet(
    counters,
    {
      udp: pipeline.receiveUdp,
      tcp: pipeline.receiveTcp,
      tcpClosed: (path) => {
        const transport = table.forgetPath(path.key);
        events.push({ type: 'pathClosed', path, transportId: transport?.transportId });
      },
    },
    (event) => {
      if (event.type === 'listenFailed') logger.warn({ ...event.endpoint, reason: event.reason }, 'Cannot listen');
      events.push(event);
    },
  );
  const feedback = new UpstreamFeedback(counters, events);
  const injector = new Injector(counters, forwarder);
  const table = new CommandTable({ clock, random, counters, events, paths, sockets, feedback, injector });
  const ticker = new Ticker({ clock, counters, events, paths, sockets, table, feedback });

  return {
    apply(commands) {
      for (const command of commands) table.carryOut(command);
    },
    counters: () => new Map(Object.entries(counters)),
    async close() {
      ticker.close();
      events.close();
      await sockets.close();
    },
  };
}
