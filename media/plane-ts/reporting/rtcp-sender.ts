/** Seals a compound RTCP packet for one peer and sends it. */
import type { Counters } from '../counters.ts';
import type { TransportState } from '../transport-state.ts';

/** False when the transport has no keys or no path: nothing was sent. */
export function sendRtcp(transport: TransportState, compound: Uint8Array, counters: Counters): boolean {
  if (transport.srtp === undefined || transport.sender === undefined) return false;
  counters.sentRtcpPackets++;
  transport.sender.send(transport.srtp.outbound.sealRtcp(compound));
  return true;
}
