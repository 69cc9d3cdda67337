/** Boxes of MP4 (ISO/IEC 14496-12 section 4.2), read and written. Reading never throws: what is not whole is not there. */

export interface Box {
  readonly type: string;
  /** Of the whole box and of what is in it, in the bytes that were read. */
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

/** The boxes between `start` and `end`; undefined when they do not fill it exactly, or it is not all among the bytes. */
export function boxesIn(bytes: Uint8Array, start = 0, end = bytes.length): Box[] | undefined {
  if (end > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  let at = start;
  while (at < end) {
    if (at + 8 > end) return undefined;
    let size = view.getUint32(at);
    let header = 8;
    if (size === 1) {
      if (at + 16 > end || view.getUint32(at + 8) !== 0) return undefined;
      size = view.getUint32(at + 12);
      header = 16;
    }
    if (size < header || at + size > end) return undefined;
    boxes.push({ type: fourLetters(bytes, at + 4), start: at, contentStart: at + header, end: at + size });
    at += size;
  }
  return boxes;
}

/** The first box along a path, as in `mdia/minf/stbl`. */
export function boxAt(bytes: Uint8Array, within: Box, path: string): Box | undefined {
  let box: Box | undefined = within;
  for (const type of path.split('/')) {
    if (box === undefined) return undefined;
    box = boxesIn(bytes, box.contentStart, box.end)?.find((inner) => inner.type === type);
  }
  return box;
}

export function fourLetters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Numbers are written big-endian; a string is four letters or more, one byte each. */
export type Part =
  | Uint8Array
  | string
  | { readonly u8: number }
  | { readonly u16: number }
  | { readonly u32: number }
  | { readonly u64: number };

export function box(type: string, ...parts: readonly Part[]): Uint8Array {
  const content = parts.map(bytesOf);
  const size = content.reduce((sum, part) => sum + part.length, 8);
  return joined([bytesOf({ u32: size }), bytesOf(type), ...content], size);
}

export function fullBox(type: string, version: number, flags: number, ...parts: readonly Part[]): Uint8Array {
  return box(type, { u32: version * 0x1_00_00_00 + flags }, ...parts);
}

export function joined(
  parts: readonly Uint8Array[],
  size = parts.reduce((sum, part) => sum + part.length, 0),
): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytesOf(part: Part): Uint8Array {
  if (part instanceof Uint8Array) return part;
  if (typeof part === 'string') return new TextEncoder().encode(part);
  if ('u8' in part) return Uint8Array.of(part.u8);
  const bytes = new Uint8Array('u16' in part ? 2 : 'u32' in part ? 4 : 8);
  const view = new DataView(bytes.buffer);
  if ('u16' in part) view.setUint16(0, part.u16);
  else if ('u32' in part) view.setUint32(0, part.u32);
  else view.setBigUint64(0, BigInt(part.u64));
  return bytes;
}
