/** What the plane tells control. */
import type { Endpoint } from './commands.ts';
import type { Path } from './path.ts';

export interface InboundLevel {
  readonly inboundId: number;
  /** 0 = loudest, 127 = silence (RFC 6464); the loudest packet since the last batch. */
  readonly levelDbov: number;
  readonly voice: boolean;
}

/** One encoding's last second. */
export interface EncodingHealth {
  readonly inboundId: number;
  readonly spatialLayer: number;
  readonly bitrateBps: number;
  readonly packets: number;
  /** 0 to 1, after repair by RTX. */
  readonly lostFraction: number;
  readonly jitterMs: number;
  /** Of the newest key frame; 0 = not known. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One route's last second, from receiver reports (RFC 3550 section 6.4.2). */
export interface RouteHealth {
  readonly routeId: number;
  readonly bitrateBps: number;
  /** 0 to 1, as the receiver reported; undefined = no report yet. */
  readonly lostFraction?: number | undefined;
  readonly rttMs?: number | undefined;
}

/** One packet of a stream, once each, in the order of arrival: late ones and repaired ones come late. */
export interface StreamPacket {
  /** Extended: never wraps, never comes twice. A jump of more than 65,536 is another source under the same producer. */
  readonly sequence: number;
  /** As on the wire: 32 bits, in the inbound's clock rate. */
  readonly timestamp: number;
  readonly marker: boolean;
  readonly arrivalMs: number;
  /** RFC 6464: 0 = loudest, 127 = silence; -1 = the packet does not say. */
  readonly levelDbov: number;
  /** The listener's to keep. Empty = padding alone, a probe of the sender's network: its number has come, and it holds no sound. */
  readonly payload: Uint8Array;
}

/** As an inbound that is tapped brought it. */
export interface TappedPacket extends StreamPacket {
  readonly inboundId: number;
}

/** As a route would send it: under the route's own numbers, one unbroken row over layers and pauses. */
export interface DeliveredPacket extends StreamPacket {
  readonly routeId: number;
}

export type PlaneEvent =
  | { readonly type: 'listening'; readonly udp: readonly Endpoint[]; readonly tcp: readonly Endpoint[] }
  | {
      readonly type: 'listenFailed';
      readonly endpoint: Endpoint;
      readonly protocol: 'udp' | 'tcp';
      readonly reason: string;
    }
  /** `transportId` is set when the path is bound. DTLS comes only from bound paths; STUN from anywhere. */
  | {
      readonly type: 'datagram';
      readonly content: 'stun' | 'dtls';
      readonly path: Path;
      readonly transportId?: number | undefined;
      readonly bytes: Uint8Array;
    }
  /** A TCP connection is gone. */
  | { readonly type: 'pathClosed'; readonly path: Path; readonly transportId?: number | undefined }
  /** Packets of this encoding arrive (again) / have not arrived for 2 s. */
  | {
      readonly type: 'encodingActive';
      readonly inboundId: number;
      readonly spatialLayer: number;
      readonly active: boolean;
    }
  /** A receiver asked (PLI, FIR), a route waits to switch, or a loss could not be repaired. */
  | { readonly type: 'keyFrameNeeded'; readonly inboundId: number; readonly spatialLayer: number }
  | { readonly type: 'keyFrameArrived'; readonly inboundId: number; readonly spatialLayer: number }
  | { readonly type: 'layerSwitched'; readonly routeId: number; readonly spatialLayer: number }
  /** Every 100 ms, only for microphones of which packets came. */
  | { readonly type: 'levels'; readonly levels: readonly InboundLevel[] }
  | { readonly type: 'tapped'; readonly packet: TappedPacket }
  /** Of a route to a direct transport. */
  | { readonly type: 'delivered'; readonly packet: DeliveredPacket }
  /** Every second. */
  | { readonly type: 'health'; readonly encodings: readonly EncodingHealth[]; readonly routes: readonly RouteHealth[] }
  /** The receiver's estimate of what fits (REMB), for all routes of this transport together. */
  | { readonly type: 'bandwidthEstimate'; readonly transportId: number; readonly bitrateBps: number };
