/** What control is told by the clock: loudness of microphones, and how streams and routes fare. */
import type { EncodingHealth, InboundLevel, RouteHealth } from '../../plane/events.ts';
import type { EncodingState } from '../encoding-state.ts';
import type { EventBatch } from '../event-batch.ts';
import type { InboundState } from '../inbound-state.ts';
import { type RouteState, resendFloorBytes } from '../route-state.ts';

/** Every 100 ms: only microphones of which packets came. */
export function tellLevels(inbounds: Iterable<InboundState>, events: EventBatch): void {
  const levels: InboundLevel[] = [];
  for (const inbound of inbounds) {
    if (inbound.loudestDbov < 0) continue;
    levels.push({ inboundId: inbound.parameters.inboundId, levelDbov: inbound.loudestDbov, voice: inbound.voice });
    inbound.loudestDbov = -1;
    inbound.voice = false;
  }
  if (levels.length > 0) events.push({ type: 'levels', levels });
}

/** About every second; `elapsedMs` since the last time. Streams of which nothing came are left out. */
export function tellHealth(
  inbounds: Iterable<InboundState>,
  routes: Iterable<RouteState>,
  events: EventBatch,
  elapsedMs: number,
): void {
  const encodings: EncodingHealth[] = [];
  for (const inbound of inbounds) {
    for (const encoding of inbound.encodings) {
      if (encoding.packetsThisSecond > 0) encodings.push(encodingHealth(encoding, elapsedMs));
      encoding.bytesThisSecond = 0;
      encoding.packetsThisSecond = 0;
    }
  }
  const healths: RouteHealth[] = [];
  for (const route of routes) {
    route.resendBudgetBytes = Math.max(resendFloorBytes, route.bytesThisSecond);
    if (route.bytesThisSecond === 0) continue;
    const bitrateBps = Math.round((route.bytesThisSecond * 8_000) / elapsedMs);
    route.bytesThisSecond = 0;
    const { lostFraction, rttMs } = route;
    healths.push({ routeId: route.parameters.routeId, bitrateBps, lostFraction, rttMs });
  }
  if (encodings.length > 0 || healths.length > 0) events.push({ type: 'health', encodings, routes: healths });
}

function encodingHealth(encoding: EncodingState, elapsedMs: number): EncodingHealth {
  return {
    inboundId: encoding.inbound.parameters.inboundId,
    spatialLayer: encoding.spatialLayer,
    bitrateBps: Math.round((encoding.bytesThisSecond * 8_000) / elapsedMs),
    packets: encoding.packetsThisSecond,
    lostFraction: encoding.lostFraction,
    jitterMs: encoding.reception.jitterMs,
    widthPx: encoding.widthPx,
    heightPx: encoding.heightPx,
  };
}
