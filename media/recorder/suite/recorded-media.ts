/** Packets of made-up pictures and sound, as a route to a direct transport delivers them. */
import type { DeliveredPacket } from '../../plane/events.ts';
import { stillPictures } from '../sealing/still-pictures.ts';

export interface PictureOptions {
  readonly key?: boolean;
  /** Into so many packets. */
  readonly packets?: number;
  /** Bytes that it has more. */
  readonly padding?: number;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly format?: 'vp8' | 'h264';
}

const clockPerMs = 90;

/** One stream of pictures of one route: numbers run on, timestamps follow the time at which a picture was taken. */
export class PictureSource {
  readonly routeId: number;
  readonly #format: 'vp8' | 'h264';
  sequence: number;

  constructor(routeId: number, format: 'vp8' | 'h264' = 'vp8', firstSequence = 1_000) {
    this.routeId = routeId;
    this.#format = format;
    this.sequence = firstSequence;
  }

  /** All packets of one picture; the time of arrival is that of the taking unless said otherwise. */
  picture(takenMs: number, options: PictureOptions = {}, arrivalMs = takenMs): DeliveredPacket[] {
    const payloads = this.#format === 'vp8' ? vp8Payloads(takenMs, options) : h264Payloads(takenMs, options);
    return payloads.map((payload, at) => ({
      routeId: this.routeId,
      sequence: this.sequence++,
      timestamp: (takenMs * clockPerMs) >>> 0,
      marker: at === payloads.length - 1,
      arrivalMs,
      levelDbov: -1,
      payload,
    }));
  }
}

/** Twenty milliseconds of the mix, `slot` frames after the beginning of time. */
export function soundPacket(routeId: number, slot: number, arrivalMs: number, text = `sound ${slot}`): DeliveredPacket {
  return {
    routeId,
    sequence: slot,
    timestamp: (slot * 960) >>> 0,
    marker: false,
    arrivalMs,
    levelDbov: -1,
    payload: Uint8Array.from([0xf8, ...Buffer.from(text)]),
  };
}

/** What a VP8 picture of this time holds, without its tag. */
export const vp8Text = (takenMs: number): string => `picture ${takenMs}`;

function vp8Payloads(
  takenMs: number,
  { key = false, packets = 1, widthPx = 640, heightPx = 360, padding = 64 }: PictureOptions,
): Uint8Array[] {
  const header = key
    ? [0x10, 0, 0, 0x9d, 0x01, 0x2a, widthPx & 0xff, widthPx >> 8, heightPx & 0xff, heightPx >> 8]
    : [0x11, 0, 0];
  const frame = Buffer.concat([
    Buffer.from(header),
    Buffer.from(vp8Text(takenMs)),
    Buffer.alloc(Math.max(64, padding)),
  ]);
  return split(frame, packets).map((part, at) => Buffer.concat([Buffer.of(at === 0 ? 0x10 : 0x00), part]));
}

/** The parameter sets of the still stand in for a camera's; the size is theirs. */
function h264Payloads(takenMs: number, { key = false, packets = 1 }: PictureOptions): Uint8Array[] {
  const slice = Buffer.concat([Buffer.of(key ? 0x65 : 0x41, 0x88), Buffer.from(vp8Text(takenMs))]);
  const slices =
    packets === 1
      ? [slice]
      : split(slice.subarray(1), packets).map((part, at) =>
          Buffer.concat([
            Buffer.of(0x7c, (at === 0 ? 0x80 : 0) | (at === packets - 1 ? 0x40 : 0) | (slice[0]! & 0x1f)),
            part,
          ]),
        );
  if (!key) return slices;
  const [sps, pps] = stillPictures.h264.format.parameterSets;
  const sized = (unit: Uint8Array) => [unit.length >> 8, unit.length & 0xff, ...unit];
  return [Uint8Array.from([0x78, ...sized(sps!), ...sized(pps!)]), ...slices];
}

function split(bytes: Buffer, parts: number): Buffer[] {
  const size = Math.ceil(bytes.length / parts);
  return Array.from({ length: parts }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
