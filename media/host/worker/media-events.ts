/** Hands what the plane says of streams to the conferences they belong to, each event once and batches split by conference. */

import type { MicrophoneReadable, VoiceLevel } from '../../audio/commands.ts';
import type { ConferenceMedia } from '../../control/forwarding/conference-media.ts';
import type { EncodingHealth, InboundLevel, PlaneEvent, RouteHealth } from '../../plane/events.ts';

/** Whose each of the plane's numbers is, transports, inbounds and routes alike: they never meet, as one counter gives them all. */
export type Owners = Map<number, ConferenceMedia>;

export type MediaEvent = Exclude<
  PlaneEvent,
  { type: 'listening' | 'listenFailed' | 'datagram' | 'pathClosed' | 'tapped' | 'delivered' }
>;

export function dispatchMediaEvent(event: MediaEvent, owners: Owners, nowMs: number): void {
  switch (event.type) {
    case 'encodingActive':
      owners.get(event.inboundId)?.setEncodingActive(event.inboundId, event.spatialLayer, event.active, nowMs);
      return;
    case 'keyFrameNeeded':
      owners.get(event.inboundId)?.keyFrameNeeded(event.inboundId, event.spatialLayer, nowMs);
      return;
    case 'keyFrameArrived':
      owners.get(event.inboundId)?.keyFrameArrived(event.inboundId, event.spatialLayer);
      return;
    case 'bandwidthEstimate':
      owners.get(event.transportId)?.bandwidthEstimated(event.transportId, event.bitrateBps);
      return;
    case 'levels':
      for (const [conference, levels] of split<InboundLevel>(event.levels, ({ inboundId }) => owners.get(inboundId))) {
        conference.hear(levels, nowMs);
      }
      return;
    case 'health': {
      const encodings = split<EncodingHealth>(event.encodings, ({ inboundId }) => owners.get(inboundId));
      const routes = split<RouteHealth>(event.routes, ({ routeId }) => owners.get(routeId));
      for (const conference of new Set(owners.values())) {
        conference.takeHealth(encodings.get(conference) ?? [], routes.get(conference) ?? [], nowMs);
      }
      return;
    }
    case 'layerSwitched':
      owners.get(event.routeId)?.layerSwitched(event.routeId);
      return;
  }
}

export function dispatchVoiceLevels(levels: readonly VoiceLevel[], owners: Owners, nowMs: number): void {
  for (const [conference, own] of split(levels, ({ inboundId }) => owners.get(inboundId))) {
    conference.hearMixed(own, nowMs);
  }
}

export function dispatchReadable(changes: readonly MicrophoneReadable[], owners: Owners): void {
  for (const change of changes) owners.get(change.inboundId)?.microphoneReadable(change);
}

function split<Item>(
  items: readonly Item[],
  ownerOf: (item: Item) => ConferenceMedia | undefined,
): Map<ConferenceMedia, Item[]> {
  const parts = new Map<ConferenceMedia, Item[]>();
  for (const item of items) {
    const owner = ownerOf(item);
    if (owner === undefined) continue;
    const part = parts.get(owner);
    if (part === undefined) parts.set(owner, [item]);
    else part.push(item);
  }
  return parts;
}
