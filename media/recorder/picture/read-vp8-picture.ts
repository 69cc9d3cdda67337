/** Puts a VP8 picture together from the RTP payloads of all its packets, in order (RFC 7741 section 4). */
import { createVp8View, readVp8 } from '../../wire/vp8.ts';
import { concatenated } from './concatenated.ts';
import { isRecordable, type PictureFormat } from './encoded-picture.ts';

const view = createVp8View();

export interface ReadPicture {
  readonly data: Uint8Array;
  readonly key: PictureFormat | undefined;
}

/** Undefined = it does not begin where a picture begins, a packet makes no sense, or it is larger than any picture. */
export function readVp8Picture(payloads: readonly Uint8Array[]): ReadPicture | undefined {
  const parts: Uint8Array[] = [];
  let key: ReadPicture['key'];
  for (const payload of payloads) {
    if (!readVp8(payload, 0, payload.length, view)) return undefined;
    if (parts.length === 0) {
      if (!view.startOfPartition || view.partitionId !== 0) return undefined;
      const { keyFrame, widthPx, heightPx } = view;
      if (keyFrame && !isRecordable(widthPx, heightPx)) return undefined;
      if (keyFrame) key = { codec: 'vp8', widthPx, heightPx, parameterSets: [] };
    }
    parts.push(payload.subarray(view.headerLength));
  }
  return parts.length === 0 ? undefined : { data: concatenated(parts), key };
}
