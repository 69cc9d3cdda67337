/** When an encoding starts or stops arriving, routes may have to go to another layer: says so, and asks for the key frames that this takes. */
import type { EncodingState } from '../encoding-state.ts';
import type { EventBatch } from '../event-batch.ts';
import type { RouteState } from '../route-state.ts';
import { layerToForward } from './layer-to-forward.ts';

const silentMs = 2_000;

/** A packet of this encoding came. */
export function noteActivity(encoding: EncodingState, events: EventBatch, nowMs: number): void {
  if (encoding.active) return;
  setActive(encoding, true, events, nowMs);
}

/** To be called now and then. Sound may pause for long (DTX): only video falls silent. */
export function noteSilence(encoding: EncodingState, events: EventBatch, nowMs: number): void {
  const { parameters, paused } = encoding.inbound;
  if (!encoding.active || parameters.kind !== 'video' || paused) return;
  if (nowMs - encoding.lastPacketMs >= silentMs) setActive(encoding, false, events, nowMs);
}

/** Asks for the key frame that a route needs to begin or to switch; nothing when it carries what it should. */
export function askForSwitch(route: RouteState, events: EventBatch, nowMs: number): void {
  if (route.inbound.parameters.kind !== 'video' || route.inbound.paused) return;
  const layer = layerToForward(route);
  if (layer < 0 || layer === route.currentLayer) return;
  route.keyFrameAskedMs = nowMs;
  events.push({ type: 'keyFrameNeeded', inboundId: route.inbound.parameters.inboundId, spatialLayer: layer });
}

function setActive(encoding: EncodingState, active: boolean, events: EventBatch, nowMs: number): void {
  encoding.active = active;
  const { inboundId } = encoding.inbound.parameters;
  events.push({ type: 'encodingActive', inboundId, spatialLayer: encoding.spatialLayer, active });
  for (const route of encoding.inbound.routes()) askForSwitch(route, events, nowMs);
}
