/** What control may tell the plane. Numbers that name things are chosen by control and unique within one plane. */
import type { Path } from './path.ts';

export interface Endpoint {
  readonly address: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

export type SrtpProfile = 'AEAD_AES_128_GCM' | 'AES128_CM_HMAC_SHA1_80';

export interface SrtpDirection {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** RFC 3711 and RFC 7714 master keys as DTLS exported them (RFC 5764 section 4.2). */
export interface SrtpParameters {
  readonly profile: SrtpProfile;
  readonly inbound: SrtpDirection;
  readonly outbound: SrtpDirection;
}

/** Ids of header extensions (RFC 8285) as one side negotiated them; absent = not negotiated. */
export interface ExtensionIds {
  readonly mid?: number | undefined;
  readonly rid?: number | undefined;
  readonly repairedRid?: number | undefined;
  readonly audioLevel?: number | undefined;
  readonly absSendTime?: number | undefined;
  readonly transportCc?: number | undefined;
  readonly videoOrientation?: number | undefined;
}

export type PayloadFormat = 'opus' | 'pcmu' | 'pcma' | 'g722' | 'vp8' | 'h264';

/** One encoding of an inbound stream; the index in `encodings` is the spatial layer, lowest quality first. */
export interface InboundEncoding {
  readonly rid?: string | undefined;
  readonly ssrc?: number | undefined;
  readonly rtxSsrc?: number | undefined;
}

/** A producer as the plane knows it. */
export interface Inbound {
  readonly inboundId: number;
  readonly transportId: number;
  readonly kind: 'audio' | 'video';
  readonly format: PayloadFormat;
  readonly clockRateHz: number;
  readonly payloadType: number;
  readonly rtxPayloadType?: number | undefined;
  readonly mid?: string | undefined;
  readonly encodings: readonly InboundEncoding[];
  readonly extensions: ExtensionIds;
  /** Lost packets are asked for again (RFC 4585). */
  readonly nack: boolean;
}

/** A consumer as the plane knows it: one inbound stream towards one transport under an identity of its own. */
export interface Route {
  readonly routeId: number;
  readonly inboundId: number;
  readonly transportId: number;
  readonly ssrc: number;
  readonly rtxSsrc?: number | undefined;
  readonly payloadType: number;
  readonly rtxPayloadType?: number | undefined;
  readonly extensions: ExtensionIds;
  /** SDES CNAME of our reports. */
  readonly cname: string;
  /** Spatial layer wished for; -1 = nothing is sent. The switch happens at a key frame of that layer; until then the old layer goes on. */
  readonly spatialLayer: number;
  /** Highest temporal layer sent (VP8 TID); 7 = all. */
  readonly temporalLayer: number;
  readonly paused: boolean;
}

/**
 * A stream that is made here and not received: what a mixer has encoded. It has an id like an inbound, routes are set on it like on an inbound
 * and are its consumers, `removeInbound` ends it; packets come by `inject`.
 */
export interface Origin {
  readonly inboundId: number;
  readonly kind: 'audio';
  readonly format: PayloadFormat;
  readonly clockRateHz: number;
}

/**
 * One encoded frame for some routes of one origin. Each of these routes sends it under its own next sequence number, so that a receiver sees one
 * unbroken row whichever frames it is given; a route that is not named, is paused or has no path gets nothing and loses no number.
 */
export interface InjectedFrame {
  readonly inboundId: number;
  readonly routeIds: readonly number[];
  /** In the origin's clock, 32 bits; time that passes without frames passes in it too. The wire shows it plus an offset of each route's own. */
  readonly timestamp: number;
  /** First frame after silence (RFC 3551 section 4.1). */
  readonly marker: boolean;
  /** RFC 6464: 0 = loudest, 127 = silence; -1 = not told. */
  readonly levelDbov: number;
  /** Not kept by the caller. */
  readonly payload: Uint8Array;
}

export type Command =
  | { readonly type: 'listen'; readonly udp: readonly Endpoint[]; readonly tcp: readonly Endpoint[] }
  /** Creates or updates. Without `srtp` nothing is received or sent but datagrams for control. `sendPath` is where everything goes. */
  | {
      readonly type: 'setTransport';
      readonly transportId: number;
      readonly sendPath?: Path | undefined;
      readonly srtp?: SrtpParameters | undefined;
      /** It has no network and needs no keys: what its routes would send comes up as `delivered` events. Stays so. */
      readonly direct?: true | undefined;
    }
  /** Packets from this path belong to this transport; a path belongs to one transport at a time. */
  | { readonly type: 'bindPath'; readonly transportId: number; readonly path: Path }
  /** The transport no longer takes from there nor sends there; another's hold on the path stays. */
  | { readonly type: 'unbindPath'; readonly transportId: number; readonly path: Path }
  | { readonly type: 'removeTransport'; readonly transportId: number }
  | { readonly type: 'setInbound'; readonly inbound: Inbound }
  | { readonly type: 'pauseInbound'; readonly inboundId: number; readonly paused: boolean }
  | { readonly type: 'removeInbound'; readonly inboundId: number }
  /** What comes of this inbound is also told as `tapped` events. A paused inbound is silent there too. */
  | { readonly type: 'tapInbound'; readonly inboundId: number; readonly tapped: boolean }
  | { readonly type: 'setOrigin'; readonly origin: Origin }
  | { readonly type: 'inject'; readonly frame: InjectedFrame }
  | { readonly type: 'setRoute'; readonly route: Route }
  | {
      readonly type: 'chooseLayer';
      readonly routeId: number;
      readonly spatialLayer: number;
      readonly temporalLayer: number;
    }
  | { readonly type: 'pauseRoute'; readonly routeId: number; readonly paused: boolean }
  | { readonly type: 'removeRoute'; readonly routeId: number }
  /** Sends a PLI (RFC 4585 section 6.3.1) upstream. Control paces them. */
  | { readonly type: 'requestKeyFrame'; readonly inboundId: number; readonly spatialLayer: number }
  /** STUN or DTLS, as it is. */
  | { readonly type: 'sendDatagram'; readonly path: Path; readonly bytes: Uint8Array };
