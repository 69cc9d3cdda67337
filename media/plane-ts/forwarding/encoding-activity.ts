/** When an encoding starts or stops arriving, routes may have to go to another layer: says so, and asks for the key frames that this takes. */
import type { EncodingState } from '../encoding-state.ts';
import type { EventBatch } from '../event-batch.ts';
import type { RouteState } from '../route-state.ts';
import { layerToForward } from './layer-to-forward.ts';

const silentMs = 2_000;
/** While other encodings of the stream go on, silence is noticed sooner: the sender has given this one up. */
const silentBesideOthersMs = 400;
const silentBesideOthersFrames = 12;
/** An encoding that comes and goes is not believed at once, and less each time. */
const firstProbationMs = 2_000;
const probationMaxMs = 20_000;
const forgivenAfterMs = 30_000;

/** A packet of this encoding came; `lastOfFrame` from its marker. */
export function noteActivity(encoding: EncodingState, lastOfFrame: boolean, events: EventBatch, nowMs: number): void {
  const { encodings, parameters } = encoding.inbound;
  if (encodings.length > 1 && lastOfFrame) for (const other of encodings) if (other !== encoding) other.missedFrames++;
  const broken = encoding.missedFrames >= silentBesideOthersFrames;
  encoding.missedFrames = 0;
  if (encoding.active) return;
  if (broken || encoding.steadySinceMs === 0) encoding.steadySinceMs = nowMs;
  const alone = parameters.kind === 'audio' || !encodings.some(({ active }) => active);
  if (alone || nowMs - encoding.steadySinceMs >= encoding.probationMs) setActive(encoding, true, events, nowMs);
}

/** To be called now and then. Sound may pause for long (DTX): only video falls silent. */
export function noteSilence(encoding: EncodingState, events: EventBatch, nowMs: number): void {
  const { parameters, paused } = encoding.inbound;
  if (!encoding.active || parameters.kind !== 'video' || paused) return;
  const forMs = nowMs - encoding.lastPacketMs;
  const givenUp = forMs >= silentBesideOthersMs && encoding.missedFrames >= silentBesideOthersFrames;
  if (forMs < silentMs && !givenUp) return;
  const forgiven = nowMs - encoding.activeSinceMs >= forgivenAfterMs;
  encoding.probationMs =
    forgiven || encoding.probationMs === 0 ? firstProbationMs : Math.min(probationMaxMs, encoding.probationMs * 2);
  encoding.steadySinceMs = 0;
  setActive(encoding, false, events, nowMs);
}

/** Asks for the key frame that a route needs to begin or to switch; nothing when it carries what it should, or can carry nothing yet. */
export function askForSwitch(route: RouteState, events: EventBatch, nowMs: number): void {
  const { inbound, transport } = route;
  if (inbound.parameters.kind !== 'video' || inbound.paused || !transport.canSend) return;
  const layer = layerToForward(route);
  if (layer < 0 || layer === route.currentLayer) return;
  route.keyFrameAskedMs = nowMs;
  events.push({ type: 'keyFrameNeeded', inboundId: inbound.parameters.inboundId, spatialLayer: layer });
}

function setActive(encoding: EncodingState, active: boolean, events: EventBatch, nowMs: number): void {
  encoding.active = active;
  if (active) encoding.activeSinceMs = nowMs;
  const { inboundId } = encoding.inbound.parameters;
  events.push({ type: 'encodingActive', inboundId, spatialLayer: encoding.spatialLayer, active });
  for (const route of encoding.inbound.routes()) askForSwitch(route, events, nowMs);
}
