/**
 * An origin is kept as an inbound that no transport feeds: routes, resending and reports need not know the difference. Its only encoding holds the
 * frames that were injected, of all variants in one row, and its sender clock is our own. Nothing ever arrives, so it never becomes active and is
 * never measured, asked or reported on.
 */
import type { Inbound, Origin } from '../plane/commands.ts';
import { InboundState } from './inbound-state.ts';
import { PacketCache } from './packet-cache.ts';
import { TransportState } from './transport-state.ts';

/** 600 ms of a meeting in which sixteen speak at once. */
const cachedFrames = 512;
/** Never one of control's. */
const noTransportId = -1;
const noPayloadType = -1;

export function createOriginState(origin: Origin): InboundState {
  const state = new InboundState(originParameters(origin), new TransportState(noTransportId, 0));
  const encoding = state.encodings[0]!;
  encoding.cache = new PacketCache(cachedFrames);
  // Receivers may ask us; there is nobody whom we could ask.
  encoding.nack = undefined;
  return state;
}

export function originParameters({ inboundId, kind, format, clockRateHz }: Origin): Inbound {
  return {
    inboundId,
    transportId: noTransportId,
    kind,
    format,
    clockRateHz,
    payloadType: noPayloadType,
    encodings: [{}],
    extensions: {},
    nack: true,
  };
}

export function isOrigin(inbound: InboundState): boolean {
  return inbound.parameters.transportId === noTransportId;
}
