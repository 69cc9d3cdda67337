/** Kinds whose signature is not at a fixed place: containers that say inside what they hold, and streams of frames. */
import type { ContentKind } from './content-kinds.ts';

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** RIFF, ISO media and QuickTime, EBML, Ogg, AIFF, MPEG transport streams, frames of MP3 and AAC. */
export function containerKind(head: Uint8Array): ContentKind | undefined {
  const form = ascii(head, 8, 4);
  switch (ascii(head, 0, 4)) {
    case 'RIFF':
      return ({ WAVE: 'wav', 'AVI ': 'avi', WEBP: 'webp', RMID: 'midi' } as const)[form];
    case 'RF64':
      return form === 'WAVE' ? 'wav' : undefined;
    case 'FORM':
      return form === 'AIFF' || form === 'AIFC' ? 'aiff' : undefined;
    case 'OggS':
      return ascii(head, 28, 256).includes('theora') ? 'ogv' : 'ogg';
    case '\x1aE\xdf\xa3':
      return ascii(head, 4, 60).includes('webm') ? 'webm' : 'mkv';
  }
  return isoMediaKind(head) ?? transportStream(head) ?? audioFrames(head);
}

/** ISO/IEC 14496-12: the first box is `ftyp` and names the brands; QuickTime before it began with any box of its own. */
function isoMediaKind(head: Uint8Array): ContentKind | undefined {
  const box = ascii(head, 4, 4);
  if (['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(box)) return 'mov';
  if (box !== 'ftyp') return undefined;
  const boxBytes = new DataView(head.buffer, head.byteOffset).getUint32(0);
  const brands = ascii(head, 8, Math.min(boxBytes, 256) - 8);
  const brand = brands.slice(0, 4);
  if (/^(avif|avis)/.test(brand) || (/^(mif1|msf1)/.test(brand) && /avi[fs]/.test(brands))) return 'avif';
  if (/^(hei|hev|mif1|msf1)/.test(brand)) return 'heic';
  if (/^(M4A|M4B)/.test(brand)) return 'm4a';
  if (/^3g/.test(brand)) return '3gp';
  if (brand === 'qt  ') return 'mov';
  // Raw pictures of Canon are in no list of ours.
  return brand === 'crx ' ? undefined : 'mp4';
}

/** Packets of 188 bytes that begin with 0x47; in M2TS each has a time of 4 bytes before it. */
function transportStream(head: Uint8Array): ContentKind | undefined {
  const plain = head[0] === 0x47 && head[188] === 0x47 && head[376] === 0x47;
  const timed = head[4] === 0x47 && head[196] === 0x47 && head[388] === 0x47;
  return plain || timed ? 'mpegTs' : undefined;
}

/** MPEG audio (ISO/IEC 11172-3) or ADTS (ISO/IEC 13818-7) from the first byte that is not zero: some encoders leave a gap. */
function audioFrames(head: Uint8Array): ContentKind | undefined {
  const at = head.findIndex((byte) => byte !== 0);
  const [first = 0, second = 0, third = 0xff] = head.subarray(Math.max(at, 0), at + 3);
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0) return (second & 0xf0) === 0xf0 && ((third >> 2) & 15) < 13 ? 'aac' : undefined;
  const isReserved = ((second >> 3) & 3) === 1 || third >> 4 === 15 || ((third >> 2) & 3) === 3;
  return isReserved ? undefined : 'mp3';
}
