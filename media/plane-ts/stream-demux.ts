/**
 * Which inbound stream a packet belongs to: by SSRC where it is known, else by MID and RID in its header extensions, which is then remembered
 * (RFC 8843 section 9.2, RFC 8852). Only authenticated packets come here.
 */

import { findExtension, type RtpView } from '../wire/rtp.ts';
import { readStreamId } from '../wire/rtp-extensions.ts';
import type { EncodingState } from './encoding-state.ts';
import type { InboundState } from './inbound-state.ts';
import type { StreamTarget, TransportState } from './transport-state.ts';

/** `bytes` hold the header in the clear. Undefined = not known; nothing was changed then. */
export function demux(transport: TransportState, bytes: Uint8Array, view: RtpView): StreamTarget | undefined {
  return transport.streams.get(view.ssrc) ?? latch(transport, bytes, view);
}

/** Puts the SSRCs that signalling named into the transport's table. */
export function registerSignalled(inbound: InboundState): void {
  for (const encoding of inbound.encodings) {
    if (encoding.ssrc !== undefined) inbound.transport.streams.set(encoding.ssrc, { encoding, rtx: false });
    if (encoding.rtxSsrc !== undefined) inbound.transport.streams.set(encoding.rtxSsrc, { encoding, rtx: true });
  }
}

export function unregister(inbound: InboundState): void {
  for (const [ssrc, target] of inbound.transport.streams) {
    if (target.encoding.inbound === inbound) inbound.transport.streams.delete(ssrc);
  }
}

function latch(transport: TransportState, bytes: Uint8Array, view: RtpView): StreamTarget | undefined {
  for (const inbound of transport.inbounds) {
    const { parameters } = inbound;
    const rtx = view.payloadType === parameters.rtxPayloadType;
    if (!rtx && view.payloadType !== parameters.payloadType) continue;
    const mid = read(bytes, view, parameters.extensions.mid);
    if (mid !== undefined && parameters.mid !== undefined && mid !== parameters.mid) continue;
    const encoding = encodingOf(inbound, bytes, view, rtx, mid !== undefined);
    if (encoding === undefined) continue;
    return remember(transport, encoding, view.ssrc, rtx);
  }
  return undefined;
}

function encodingOf(
  inbound: InboundState,
  bytes: Uint8Array,
  view: RtpView,
  rtx: boolean,
  midMatched: boolean,
): EncodingState | undefined {
  const { extensions } = inbound.parameters;
  const rid = read(bytes, view, rtx ? extensions.repairedRid : extensions.rid);
  if (rid !== undefined) return inbound.encodings.find((encoding) => encoding.rid === rid);
  const only = inbound.encodings.length === 1 ? inbound.encodings[0] : undefined;
  if (only === undefined) return undefined;
  // Without a MID the payload type alone decides, and only where no SSRC was signalled or latched.
  return midMatched || (rtx ? only.rtxSsrc : only.ssrc) === undefined ? only : undefined;
}

function remember(transport: TransportState, encoding: EncodingState, ssrc: number, rtx: boolean): StreamTarget {
  const before = rtx ? encoding.rtxSsrc : encoding.ssrc;
  if (before !== undefined) transport.streams.delete(before);
  if (rtx) encoding.rtxSsrc = ssrc;
  else {
    if (before !== undefined) encoding.restart();
    encoding.ssrc = ssrc;
  }
  const target = { encoding, rtx };
  transport.streams.set(ssrc, target);
  return target;
}

function read(bytes: Uint8Array, view: RtpView, id: number | undefined): string | undefined {
  return id === undefined ? undefined : readStreamId(bytes, findExtension(bytes, view, id));
}
