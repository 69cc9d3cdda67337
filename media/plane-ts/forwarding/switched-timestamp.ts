/** On which outgoing timestamp a new segment starts, so that the receiver's clock of this stream runs on evenly. */

import { timestampDiff } from '../../wire/sequence-number.ts';
import type { CachedPacket } from '../cached-packet.ts';
import type { EncodingState, SenderClock } from '../encoding-state.ts';
import type { RouteState } from '../route-state.ts';

/** Two clocks of one sender that are further apart than this are not believed. */
const skewMaxMs = 10_000;

export function switchedTimestamp(
  route: RouteState,
  encoding: EncodingState,
  packet: CachedPacket,
  nowMs: number,
): number {
  const { rewriter } = route;
  if (!rewriter.started) return packet.timestamp;
  const same = (packet.timestamp + rewriter.timestampOffset) >>> 0;
  const clockRateHz = encoding.inbound.parameters.clockRateHz;
  const byArrival =
    (rewriter.lastOutTimestamp + Math.max(1, Math.round(((nowMs - rewriter.lastArrivalMs) * clockRateHz) / 1_000))) >>>
    0;
  const believable = (timestamp: number) =>
    Math.abs(timestampDiff(timestamp, byArrival)) <= (skewMaxMs * clockRateHz) / 1_000;
  if (route.timestampLayer === encoding.spatialLayer) return believable(same) ? same : byArrival;
  const old = encoding.inbound.encodings[route.timestampLayer]?.senderClock;
  const mapped = mapByClocks(packet.timestamp, encoding.senderClock, old, clockRateHz);
  if (mapped === undefined) return byArrival;
  const bySenderClock = (mapped + rewriter.timestampOffset) >>> 0;
  return believable(bySenderClock) ? bySenderClock : byArrival;
}

/** The timestamp that the old encoding has at the moment for which the new one has `timestamp`. */
function mapByClocks(
  timestamp: number,
  clock: SenderClock | undefined,
  old: SenderClock | undefined,
  clockRateHz: number,
): number | undefined {
  if (clock === undefined || old === undefined) return undefined;
  const sinceClockTicks = timestampDiff(timestamp, clock.rtpTimestamp);
  const betweenTicks = Math.round(((clock.ntpMs - old.ntpMs) * clockRateHz) / 1_000);
  return (old.rtpTimestamp + betweenTicks + sinceClockTicks) >>> 0;
}
