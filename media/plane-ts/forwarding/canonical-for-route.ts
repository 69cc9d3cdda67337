/** A cached packet under the extension ids of one route: the cached one itself, unless the route negotiated other ids than the group for which it was built. */
import { buildCanonical, type CachedPacket } from '../cached-packet.ts';
import type { RouteState } from '../route-state.ts';

export function canonicalForRoute(cached: CachedPacket, route: RouteState): CachedPacket {
  if (cached.extensionKey === route.extensionKey) return cached;
  return buildCanonical(cached, cached.payload, route.parameters.extensions, route.extensionKey);
}
