/** The sequence parameter set of H.264 (ITU-T H.264 section 7.3.2.1.1): what a container must know of it. */
export interface H264SpsView {
  profileIdc: number;
  constraintFlags: number;
  levelIdc: number;
  /** What is shown, cropping taken off. */
  widthPx: number;
  heightPx: number;
}

export function createH264SpsView(): H264SpsView {
  return { profileIdc: 0, constraintFlags: 0, levelIdc: 0, widthPx: 0, heightPx: 0 };
}

const sideMaxPx = 16_384;
/** Those whose sets say more of chroma and scaling (section 7.3.2.1.1). */
const highProfiles: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

/** `nal`: the whole unit, header and emulation prevention included. False = cut off, or of sizes that are none; the view then holds nothing of use. */
export function readH264Sps(nal: Uint8Array, into: H264SpsView): boolean {
  if (nal.length < 5 || (nal[0]! & 0x1f) !== 7) return false;
  into.profileIdc = nal[1]!;
  into.constraintFlags = nal[2]!;
  into.levelIdc = nal[3]!;
  const bits = new BitReader(withoutEmulationPrevention(nal.subarray(4)));
  bits.unsigned();
  let chromaFormat = 1;
  if (highProfiles.has(into.profileIdc)) {
    chromaFormat = bits.unsigned();
    if (chromaFormat === 3) bits.take(1);
    bits.unsigned();
    bits.unsigned();
    bits.take(1);
    if (bits.take(1) === 1) skipScalingLists(bits, chromaFormat === 3 ? 12 : 8);
  }
  bits.unsigned();
  skipPictureOrder(bits);
  bits.unsigned();
  bits.take(1);
  const widthMacroblocks = bits.unsigned() + 1;
  const heightMapUnits = bits.unsigned() + 1;
  const framesOnly = bits.take(1);
  if (framesOnly === 0) bits.take(1);
  bits.take(1);
  let cropped = { across: 0, down: 0 };
  if (bits.take(1) === 1) {
    const [left, right, top, bottom] = [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()];
    const unitAcross = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1;
    const unitDown = (chromaFormat === 1 ? 2 : 1) * (2 - framesOnly);
    cropped = { across: (left + right) * unitAcross, down: (top + bottom) * unitDown };
  }
  into.widthPx = widthMacroblocks * 16 - cropped.across;
  into.heightPx = heightMapUnits * 16 * (2 - framesOnly) - cropped.down;
  if (bits.isBeyondEnd) return false;
  return into.widthPx > 0 && into.heightPx > 0 && into.widthPx <= sideMaxPx && into.heightPx <= sideMaxPx;
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.take(1);
  bits.unsigned();
  bits.unsigned();
  const cycle = Math.min(bits.unsigned(), 255);
  for (let at = 0; at < cycle; at++) bits.unsigned();
}

function skipScalingLists(bits: BitReader, count: number): void {
  for (let list = 0; list < count; list++) {
    if (bits.take(1) === 0) continue;
    let last = 8;
    let next = 8;
    for (let at = 0; at < (list < 6 ? 16 : 64); at++) {
      if (next !== 0) next = (last + bits.signed() + 256) & 0xff;
      last = next === 0 ? last : next;
    }
  }
}

/** Section 7.4.1: 00 00 03 stands for 00 00. */
function withoutEmulationPrevention(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    kept[length++] = byte;
  }
  return kept.subarray(0, length);
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isBeyondEnd(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** Beyond the end there are zeros. */
  take(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }

  /** Exp-Golomb (section 9.1). */
  unsigned(): number {
    let zeros = 0;
    while (zeros < 32 && !this.isBeyondEnd && this.take(1) === 0) zeros++;
    return 2 ** zeros - 1 + this.take(zeros);
  }

  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}
