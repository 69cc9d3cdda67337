/** What the plane knows of one inbound stream (producer): its encodings, and the routes that carry it on. */
import type { ExtensionIds, Inbound } from '../plane/commands.ts';
import { EncodingState } from './encoding-state.ts';
import type { RouteState } from './route-state.ts';
import type { TransportState } from './transport-state.ts';

/** Routes whose outgoing extension ids are equal share one canonical packet. */
export interface RouteGroup {
  readonly key: number;
  readonly extensions: ExtensionIds;
  readonly routes: RouteState[];
}

export class InboundState {
  parameters: Inbound;
  readonly transport: TransportState;
  readonly encodings: EncodingState[];
  readonly groups: RouteGroup[] = [];
  paused = false;
  /** What comes is told as `tapped` too. */
  tapped = false;
  /** Loudest since the last report; -1 = no packet came. */
  loudestDbov = -1;
  voice = false;

  constructor(parameters: Inbound, transport: TransportState) {
    this.parameters = parameters;
    this.transport = transport;
    this.encodings = parameters.encodings.map((encoding, layer) => new EncodingState(this, layer, encoding));
  }

  *routes(): Iterable<RouteState> {
    for (const group of this.groups) yield* group.routes;
  }

  addRoute(route: RouteState): void {
    let group = this.groups.find(({ key }) => key === route.extensionKey);
    if (group === undefined) {
      group = { key: route.extensionKey, extensions: route.parameters.extensions, routes: [] };
      this.groups.push(group);
    }
    group.routes.push(route);
  }

  removeRoute(route: RouteState): void {
    for (const [at, group] of this.groups.entries()) {
      const index = group.routes.indexOf(route);
      if (index < 0) continue;
      group.routes.splice(index, 1);
      if (group.routes.length === 0) this.groups.splice(at, 1);
      return;
    }
  }
}
