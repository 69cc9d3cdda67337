import { limits } from '@veche/contracts/limits.ts';

/** One encoded picture as it goes into a container: untouched, but freed of what RTP needed. */
export interface PictureFormat {
  readonly codec: 'h264' | 'vp8';
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of H.264: sequence and picture parameter sets, each a whole NAL unit. */
  readonly parameterSets: readonly Uint8Array[];
}

export interface EncodedPicture {
  /** In the route's clock, 32 bits. */
  readonly timestamp: number;
  /** Of its last packet. */
  readonly arrivalMs: number;
  /** Of a key frame; a decoder that knows it can begin here. */
  readonly format: PictureFormat | undefined;
  /** H.264: NAL units, each behind its length in four bytes (ISO/IEC 14496-15). VP8: the frame (RFC 6386). */
  readonly data: Uint8Array;
}

/** One decoder goes on from one to the other. */
export function sameFormat(one: PictureFormat, other: PictureFormat): boolean {
  return (
    one.codec === other.codec &&
    one.widthPx === other.widthPx &&
    one.heightPx === other.heightPx &&
    one.parameterSets.length === other.parameterSets.length &&
    one.parameterSets.every((set, at) => Buffer.compare(set, other.parameterSets[at]!) === 0)
  );
}

/** Of what cannot be a picture of a camera or a screen nothing is kept. */
export function isRecordable(widthPx: number, heightPx: number): boolean {
  return widthPx > 0 && heightPx > 0 && widthPx * heightPx <= limits.recordedPictureMaxPixels;
}
