/** Which spatial layer a route should carry now: the one wished for, else the best active one below it, else the lowest active one above it. */
import type { RouteState } from '../route-state.ts';

/** -1 = none: the route is paused, or nothing arrives. */
export function layerToForward(route: RouteState): number {
  if (!route.forwards) return -1;
  const encodings = route.inbound.encodings;
  const wished = Math.min(route.spatialLayer, encodings.length - 1);
  for (let layer = wished; layer >= 0; layer--) if (encodings[layer]!.active) return layer;
  for (let layer = wished + 1; layer < encodings.length; layer++) if (encodings[layer]!.active) return layer;
  return -1;
}
