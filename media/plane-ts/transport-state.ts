/** What the plane knows of one peer: where its packets go, its keys, and which SSRC of it means what. */

import { TransportCcRecorder } from '../machines/transport-cc/transport-cc-recorder.ts';
import type { Path } from '../plane/path.ts';
import type { EncodingState } from './encoding-state.ts';
import type { InboundState } from './inbound-state.ts';
import type { RouteState } from './route-state.ts';
import type { PathSender } from './sockets/path-sender.ts';
import type { SrtpSession } from './srtp/srtp-session.ts';

/** What an SSRC of the peer means. */
export interface StreamTarget {
  readonly encoding: EncodingState;
  readonly rtx: boolean;
}

export class TransportState {
  readonly transportId: number;
  sendPath: Path | undefined;
  sender: PathSender | undefined;
  srtp: SrtpSession | undefined;
  /** What its routes would send is handed up instead. */
  direct = false;
  readonly paths = new Map<string, Path>();
  readonly streams = new Map<number, StreamTarget>();
  readonly inbounds = new Set<InboundState>();
  readonly routes = new Set<RouteState>();
  /** By outgoing SSRC, media and RTX alike: reports and requests of the peer name these. */
  readonly routesBySsrc = new Map<number, RouteState>();
  readonly arrivals = new TransportCcRecorder();
  /** SSRC under which we speak in RTCP about what the peer sends. */
  readonly reportSsrc: number;
  lastRtcpMs = 0;
  lastFeedbackMs = 0;

  constructor(transportId: number, reportSsrc: number) {
    this.transportId = transportId;
    this.reportSsrc = reportSsrc;
  }

  /** Keys and a path stand, or none are needed. */
  get canSend(): boolean {
    return this.direct || (this.srtp !== undefined && this.sender !== undefined);
  }

  /** What its routes carried breaks off here, and begins anew when there is a path again. */
  loseSender(): void {
    this.sendPath = undefined;
    this.sender = undefined;
    for (const route of this.routes) route.currentLayer = -1;
  }

  /** Id of the transport-wide sequence number among what the peer sends; 0 = not negotiated. */
  transportCcId = 0;
}
