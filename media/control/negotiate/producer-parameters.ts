/**
 * Reads what a sender says about its stream and turns it into what the plane must know. Nothing of a sender's free text
 * goes any further than this: other browsers never see it.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { RtpEncodingParameters, RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { ExtensionIds, InboundEncoding } from '../../plane/commands.ts';
import { type RouterCodec, routerExtensions } from '../router-capabilities.ts';
import { matchingCodec } from './matching-codec.ts';

export interface AcceptedStream {
  readonly kind: 'audio' | 'video';
  readonly codec: RouterCodec;
  readonly payloadType: number;
  readonly rtxPayloadType?: number | undefined;
  readonly mid?: string | undefined;
  /** Lowest quality first; the index is the spatial layer. */
  readonly encodings: readonly InboundEncoding[];
  /** Pixels of each encoding relative to the best one, as the sender said: 4, 2, 1. */
  readonly scaledDownBy: readonly number[];
  readonly extensions: ExtensionIds;
  readonly nack: boolean;
  readonly stereo: boolean;
}

export type Negotiated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: 'invalid_request' | 'media_unsupported' };

const invalid = { ok: false, error: 'invalid_request' } as const;

/** `parameters` have passed the schema of the contracts. */
export function acceptStream(kind: 'audio' | 'video', parameters: RtpParameters): Negotiated<AcceptedStream> {
  const described = parameters.codecs[0];
  if (described === undefined) return invalid;
  const codec = matchingCodec(described);
  if (codec === undefined) return { ok: false, error: 'media_unsupported' };
  if (codec.kind !== kind) return invalid;

  const repair = parameters.codecs.find(
    (other) => other.mimeType.toLowerCase() === `${kind}/rtx` && other.parameters?.apt === described.payloadType,
  );
  const ordered = inQualityOrder(parameters.encodings ?? []);
  if (!areTellable(ordered)) return invalid;
  if (kind === 'audio' && ordered.length !== 1) return invalid;

  const extensions = extensionIds(kind, parameters);
  if (extensions === undefined) return invalid;
  return {
    ok: true,
    value: {
      kind,
      codec,
      payloadType: described.payloadType,
      rtxPayloadType: repair?.payloadType,
      mid: parameters.mid,
      encodings: ordered.map(({ rid, ssrc, rtx }) => ({ rid, ssrc, rtxSsrc: rtx?.ssrc })),
      scaledDownBy: ordered.map(({ scaleResolutionDownBy }, layer) =>
        scaleResolutionDownBy !== undefined && scaleResolutionDownBy >= 1
          ? Math.min(scaleResolutionDownBy, 64)
          : 2 ** (ordered.length - 1 - layer),
      ),
      extensions,
      nack: described.rtcpFeedback?.some(({ type, parameter }) => type === 'nack' && !parameter) ?? false,
      stereo: Number(described.parameters?.['sprop-stereo'] ?? 0) === 1,
    },
  };
}

function inQualityOrder(encodings: readonly RtpEncodingParameters[]): readonly RtpEncodingParameters[] {
  if (encodings.some(({ scaleResolutionDownBy }) => scaleResolutionDownBy === undefined)) return encodings;
  return encodings.toSorted((a, b) => (b.scaleResolutionDownBy ?? 1) - (a.scaleResolutionDownBy ?? 1));
}

/** Every encoding can be told from the others by its SSRC or its RID, and no SSRC means two things. */
function areTellable(encodings: readonly RtpEncodingParameters[]): boolean {
  if (encodings.length === 0 || encodings.length > limits.simulcastLayers) return false;
  const ssrcs = encodings.flatMap(({ ssrc, rtx }) => [ssrc, rtx?.ssrc]).filter((ssrc) => ssrc !== undefined);
  const rids = encodings.map(({ rid }) => rid).filter((rid) => rid !== undefined);
  if (new Set(ssrcs).size !== ssrcs.length || new Set(rids).size !== rids.length) return false;
  return encodings.every(({ ssrc, rid }) => ssrc !== undefined || rid !== undefined);
}

function extensionIds(kind: 'audio' | 'video', parameters: RtpParameters): ExtensionIds | undefined {
  const ids: { -readonly [Name in keyof ExtensionIds]: ExtensionIds[Name] } = {};
  const taken = new Set<number>();
  for (const { uri, id } of parameters.headerExtensions ?? []) {
    const known = routerExtensions.find((extension) => extension.uri === uri && extension.kinds.includes(kind));
    if (known === undefined) continue;
    if (taken.has(id)) return undefined;
    taken.add(id);
    ids[known.name] = id;
  }
  return ids;
}
