/** Carries out control's commands: what stands (transports, inbounds, routes) is created, changed and removed here and nowhere else. Every command may come twice. */

import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Command, Inbound, Origin, Route } from '../plane/commands.ts';
import type { Counters } from './counters.ts';
import { EncodingState } from './encoding-state.ts';
import type { EventBatch } from './event-batch.ts';
import { askForSwitch } from './forwarding/encoding-activity.ts';
import type { Injector } from './forwarding/injector.ts';
import { InboundState } from './inbound-state.ts';
import { createOriginState, isOrigin, originParameters } from './origin-state.ts';
import type { PathTable } from './path-table.ts';
import type { UpstreamFeedback } from './reporting/upstream-feedback.ts';
import { RouteState } from './route-state.ts';
import type { SocketSet } from './sockets/socket-set.ts';
import { createSrtpSession, sameSrtpParameters } from './srtp/srtp-session.ts';
import { registerSignalled, unregister } from './stream-demux.ts';
import { TransportState } from './transport-state.ts';

export interface PlaneParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly counters: Counters;
  readonly events: EventBatch;
  readonly paths: PathTable;
  readonly sockets: SocketSet;
  readonly feedback: UpstreamFeedback;
  readonly injector: Injector;
}

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export class CommandTable {
  readonly #parts: PlaneParts;
  readonly transports = new Map<number, TransportState>();
  readonly inbounds = new Map<number, InboundState>();
  readonly routes = new Map<number, RouteState>();

  constructor(parts: PlaneParts) {
    this.#parts = parts;
  }

  carryOut(command: Command): void {
    switch (command.type) {
      case 'listen':
        this.#parts.sockets.listen(command);
        return;
      case 'setTransport':
        this.#setTransport(command);
        return;
      case 'bindPath':
        this.#onTransport(command.transportId, (transport) => this.#parts.paths.bind(command.path, transport));
        return;
      case 'unbindPath':
        this.unbindPath(command);
        return;
      case 'removeTransport':
        this.#onTransport(command.transportId, (transport) => this.#removeTransport(transport));
        return;
      case 'setInbound':
        this.#setInbound(command.inbound);
        return;
      case 'pauseInbound':
        this.#onInbound(command.inboundId, (inbound) => this.#pauseInbound(inbound, command.paused));
        return;
      case 'removeInbound':
        this.#onInbound(command.inboundId, (inbound) => this.#removeInbound(inbound));
        return;
      case 'tapInbound':
        this.#onInbound(command.inboundId, (inbound) => {
          inbound.tapped = command.tapped;
        });
        return;
      case 'setOrigin':
        this.#setOrigin(command.origin);
        return;
      case 'inject':
        this.#parts.injector.inject(command.frame, this.inbounds, this.routes, this.#parts.clock.nowMs());
        return;
      case 'setRoute':
        this.#setRoute(command.route);
        return;
      case 'chooseLayer':
        this.#onRoute(command.routeId, (route) => this.#chooseLayer(route, command));
        return;
      case 'pauseRoute':
        this.#onRoute(command.routeId, (route) => this.#pauseRoute(route, command.paused));
        return;
      case 'removeRoute':
        this.#onRoute(command.routeId, (route) => this.#removeRoute(route));
        return;
      case 'requestKeyFrame':
        this.#onInbound(command.inboundId, (inbound) => {
          const encoding = inbound.encodings[command.spatialLayer];
          if (encoding !== undefined) this.#parts.feedback.requestKeyFrame(encoding, this.#parts.clock.nowMs());
        });
        return;
      case 'sendDatagram': {
        const sender = this.#parts.sockets.senderTo(command.path);
        if (sender === undefined) this.#parts.counters.ignoredCommands++;
        // Copied, because a socket may hold it longer than the caller does.
        else sender.send(Buffer.from(command.bytes));
        return;
      }
    }
  }

  /** Consent ran out: nothing goes there any more. The path itself may be another transport's by now. */
  unbindPath({ transportId, path }: Pick<CommandOf<'unbindPath'>, 'transportId' | 'path'>): void {
    const { paths, counters } = this.#parts;
    const transport = this.transports.get(transportId);
    if (transport?.sendPath?.key === path.key) transport.loseSender();
    if (transport !== undefined && paths.get(path.key)?.transport === transport) paths.unbind(path);
    else counters.ignoredCommands++;
  }

  /** A connection is gone: nothing is taken from there, and nothing goes there, any more. Answers whose it was. */
  forgetPath(key: string): TransportState | undefined {
    const binding = this.#parts.paths.get(key);
    if (binding === undefined) return undefined;
    const { path, transport } = binding;
    this.#parts.paths.unbind(path);
    if (transport.sendPath?.key === key) transport.loseSender();
    return transport;
  }

  #setTransport(command: CommandOf<'setTransport'>): void {
    const { sockets, random } = this.#parts;
    let transport = this.transports.get(command.transportId);
    if (transport === undefined) {
      const ssrc = random.bytes(4);
      transport = new TransportState(command.transportId, Buffer.from(ssrc).readUInt32BE(0) || 1);
      this.transports.set(command.transportId, transport);
    }
    if (command.direct === true) transport.direct = true;
    if (command.sendPath !== undefined) {
      transport.sendPath = command.sendPath;
      transport.sender = sockets.senderTo(command.sendPath);
    }
    if (command.srtp === undefined) return;
    if (transport.srtp !== undefined && sameSrtpParameters(transport.srtp.parameters, command.srtp)) return;
    const renewed = transport.srtp !== undefined;
    transport.srtp = createSrtpSession(command.srtp);
    if (transport.srtp === undefined) this.#parts.counters.ignoredCommands++;
    if (renewed) for (const route of transport.routes) route.restartRollover();
  }

  #removeTransport(transport: TransportState): void {
    for (const inbound of [...transport.inbounds]) this.#removeInbound(inbound);
    for (const route of [...transport.routes]) this.#removeRoute(route);
    for (const path of [...transport.paths.values()]) this.#parts.paths.unbind(path);
    this.transports.delete(transport.transportId);
  }

  #setInbound(parameters: Inbound): void {
    const { inboundId, transportId } = parameters;
    const known = this.inbounds.get(inboundId);
    if (known !== undefined && known.transport.transportId === transportId) {
      this.#updateInbound(known, parameters);
      return;
    }
    if (known !== undefined) this.#removeInbound(known);
    this.#onTransport(transportId, (transport) => {
      const inbound = new InboundState(parameters, transport);
      this.inbounds.set(inboundId, inbound);
      transport.inbounds.add(inbound);
      registerSignalled(inbound);
      transport.transportCcId = parameters.extensions.transportCc ?? transport.transportCcId;
    });
  }

  #setOrigin(origin: Origin): void {
    const known = this.inbounds.get(origin.inboundId);
    if (known !== undefined && isOrigin(known)) {
      known.parameters = originParameters(origin);
      return;
    }
    if (known !== undefined) this.#removeInbound(known);
    this.inbounds.set(origin.inboundId, createOriginState(origin));
  }

  /** SSRCs that were latched stay, unless other ones are signalled now. */
  #updateInbound(inbound: InboundState, parameters: Inbound): void {
    inbound.parameters = parameters;
    parameters.encodings.forEach((signalled, layer) => {
      const encoding = inbound.encodings[layer];
      if (encoding === undefined) inbound.encodings.push(new EncodingState(inbound, layer, signalled));
      else {
        if (signalled.ssrc !== undefined && encoding.ssrc !== signalled.ssrc) {
          if (encoding.ssrc !== undefined) {
            inbound.transport.streams.delete(encoding.ssrc);
            encoding.restart();
          }
          encoding.ssrc = signalled.ssrc;
        }
        encoding.rtxSsrc = signalled.rtxSsrc ?? encoding.rtxSsrc;
        encoding.rid = signalled.rid;
      }
    });
    registerSignalled(inbound);
    inbound.transport.transportCcId = parameters.extensions.transportCc ?? inbound.transport.transportCcId;
  }

  #pauseInbound(inbound: InboundState, paused: boolean): void {
    if (inbound.paused === paused) return;
    inbound.paused = paused;
    for (const encoding of inbound.encodings) encoding.rest();
    for (const route of inbound.routes()) {
      route.currentLayer = -1;
      if (!paused) askForSwitch(route, this.#parts.events, this.#parts.clock.nowMs());
    }
  }

  #removeInbound(inbound: InboundState): void {
    for (const route of [...inbound.routes()]) this.#removeRoute(route);
    unregister(inbound);
    inbound.transport.inbounds.delete(inbound);
    this.inbounds.delete(inbound.parameters.inboundId);
  }

  #setRoute(parameters: Route): void {
    const known = this.routes.get(parameters.routeId);
    if (known !== undefined && sameIdentity(known.parameters, parameters)) {
      known.parameters = parameters;
      this.#pauseRoute(known, parameters.paused);
      this.#chooseLayer(known, parameters);
      return;
    }
    if (known !== undefined) this.#removeRoute(known);
    const inbound = this.inbounds.get(parameters.inboundId);
    const transport = this.transports.get(parameters.transportId);
    if (inbound === undefined || transport === undefined) {
      this.#parts.counters.ignoredCommands++;
      return;
    }
    const route = new RouteState(parameters, inbound, transport, this.#parts.random.bytes(4));
    this.routes.set(parameters.routeId, route);
    inbound.addRoute(route);
    transport.routes.add(route);
    transport.routesBySsrc.set(parameters.ssrc, route);
    if (parameters.rtxSsrc !== undefined) transport.routesBySsrc.set(parameters.rtxSsrc, route);
    askForSwitch(route, this.#parts.events, this.#parts.clock.nowMs());
  }

  #chooseLayer(route: RouteState, wish: { readonly spatialLayer: number; readonly temporalLayer: number }): void {
    const changed = route.spatialLayer !== wish.spatialLayer;
    route.spatialLayer = wish.spatialLayer;
    route.temporalLayer = wish.temporalLayer;
    if (!changed) return;
    if (wish.spatialLayer < 0) route.currentLayer = -1;
    askForSwitch(route, this.#parts.events, this.#parts.clock.nowMs());
  }

  #pauseRoute(route: RouteState, paused: boolean): void {
    if (route.paused === paused) return;
    route.paused = paused;
    route.currentLayer = -1;
    if (!paused) askForSwitch(route, this.#parts.events, this.#parts.clock.nowMs());
  }

  #removeRoute(route: RouteState): void {
    const { routeId, ssrc, rtxSsrc } = route.parameters;
    const { transport } = route;
    this.routes.delete(routeId);
    route.inbound.removeRoute(route);
    transport.routes.delete(route);
    if (transport.routesBySsrc.get(ssrc) === route) transport.routesBySsrc.delete(ssrc);
    if (rtxSsrc !== undefined && transport.routesBySsrc.get(rtxSsrc) === route) transport.routesBySsrc.delete(rtxSsrc);
  }

  #onTransport(transportId: number, act: (transport: TransportState) => void): void {
    this.#on(this.transports.get(transportId), act);
  }

  #onInbound(inboundId: number, act: (inbound: InboundState) => void): void {
    this.#on(this.inbounds.get(inboundId), act);
  }

  #onRoute(routeId: number, act: (route: RouteState) => void): void {
    this.#on(this.routes.get(routeId), act);
  }

  #on<T>(found: T | undefined, act: (found: T) => void): void {
    if (found === undefined) this.#parts.counters.ignoredCommands++;
    else act(found);
  }
}

/** A route whose identity changed is another route: its numbers start anew. */
function sameIdentity(a: Route, b: Route): boolean {
  return (
    a.inboundId === b.inboundId &&
    a.transportId === b.transportId &&
    a.ssrc === b.ssrc &&
    a.rtxSsrc === b.rtxSsrc &&
    a.payloadType === b.payloadType &&
    a.rtxPayloadType === b.rtxPayloadType &&
    JSON.stringify(a.extensions) === JSON.stringify(b.extensions)
  );
}
