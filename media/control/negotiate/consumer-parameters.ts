/**
 * Writes what a receiver is told about a stream: the router's own payload types and extension ids, one encoding whatever the sender's
 * simulcast. Congestion control towards receivers is REMB, so transport-wide numbers are left out.
 */
import type { RtpCapabilities, RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { ExtensionIds } from '../../plane/commands.ts';
import { routerExtensions } from '../router-capabilities.ts';
import { matchingCodec } from './matching-codec.ts';
import type { AcceptedStream } from './producer-parameters.ts';

export interface ConsumerIdentity {
  /** Of the m-section in the receiver's SDP; it is not sent in packets. */
  readonly mid: string;
  readonly ssrc: number;
  readonly rtxSsrc: number;
  /** Streams of one cname are played in step. */
  readonly cname: string;
}

export interface OfferedStream {
  readonly rtpParameters: RtpParameters;
  readonly payloadType: number;
  readonly rtxPayloadType?: number | undefined;
  readonly rtxSsrc?: number | undefined;
  readonly extensions: ExtensionIds;
}

/** Undefined when this receiver cannot decode the stream. */
export function offerStream(
  stream: AcceptedStream,
  receiver: RtpCapabilities,
  identity: ConsumerIdentity,
): OfferedStream | undefined {
  const { codec, kind } = stream;
  const capability = receiver.codecs?.find((other) => other.kind === kind && matchingCodec(other) === codec);
  if (capability === undefined) return undefined;
  const canRepair =
    codec.rtxPayloadType !== undefined &&
    (receiver.codecs?.some(
      (other) =>
        other.mimeType.toLowerCase() === `${kind}/rtx` && other.parameters?.apt === capability.preferredPayloadType,
    ) ??
      false);

  const extensions: { -readonly [Name in keyof ExtensionIds]: ExtensionIds[Name] } = {};
  const headerExtensions = [];
  for (const { name, uri, id, kinds, direction } of routerExtensions) {
    if (direction !== 'sendrecv' || !kinds.includes(kind)) continue;
    if (!receiver.headerExtensions?.some((other) => other.uri === uri && other.kind === kind)) continue;
    extensions[name] = id;
    headerExtensions.push({ uri, id, encrypt: false, parameters: {} });
  }

  const media = {
    mimeType: codec.mimeType,
    payloadType: codec.payloadType,
    clockRate: codec.clockRate,
    ...(codec.channels === undefined ? {} : { channels: codec.channels }),
    parameters: { ...codec.parameters, ...(stream.stereo ? { 'sprop-stereo': 1, stereo: 1 } : {}) },
    rtcpFeedback: codec.rtcpFeedback.filter(({ type }) => type !== 'transport-cc').map((feedback) => ({ ...feedback })),
  };
  const repair = {
    mimeType: `${kind}/rtx`,
    payloadType: codec.rtxPayloadType ?? 0,
    clockRate: codec.clockRate,
    parameters: { apt: codec.payloadType },
    rtcpFeedback: [],
  };
  const layers = stream.encodings.length;
  const layersInTime = codec.format === 'vp8' ? 3 : 1;
  return {
    rtpParameters: {
      mid: identity.mid,
      codecs: canRepair ? [media, repair] : [media],
      headerExtensions,
      encodings: [
        {
          ssrc: identity.ssrc,
          ...(canRepair ? { rtx: { ssrc: identity.rtxSsrc } } : {}),
          ...(layers > 1 ? { scalabilityMode: `L${layers}T${layersInTime}` } : {}),
        },
      ],
      rtcp: { cname: identity.cname, reducedSize: true, mux: true },
    },
    payloadType: codec.payloadType,
    rtxPayloadType: canRepair ? codec.rtxPayloadType : undefined,
    rtxSsrc: canRepair ? identity.rtxSsrc : undefined,
    extensions,
  };
}
