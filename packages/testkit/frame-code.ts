/**
 * A picture that says which one it is: 24 big black and white blocks in its top sixth carry a frame counter, a colour id and
 * a check, so that whoever receives the picture knows whose it is and which frame, after scaling, lossy coding and noise.
 *
 * Two rows of twelve blocks, most significant bit first, white = 1: counter (16), colour (4), check (4, the exclusive or of
 * the five nibbles before it and 0b1010, so that neither a black nor a white picture reads as a code).
 */

export interface FrameCode {
  /** 0 to 65,535, wrapping. */
  readonly counter: number;
  /** 0 to 15: whose picture it is; `frameColours` has a colour for each. */
  readonly colour: number;
}

/** Planes Y, U, V one behind the other, chroma halved both ways and rounded up. */
export interface I420Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Four bytes a pixel. */
export interface RgbaPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export const frameCodeColumns = 12;
export const frameCodeRows = 2;
const codeHeightShare = 1 / 6;
const bits = frameCodeColumns * frameCodeRows;

/** Sixteen background colours, [red, green, blue], mid-bright, so that faces of a meeting can be told apart by eye. */
export const frameColours: readonly (readonly [number, number, number])[] = [
  [66, 99, 150],
  [150, 75, 60],
  [70, 125, 75],
  [135, 105, 50],
  [110, 75, 140],
  [50, 120, 130],
  [150, 70, 110],
  [95, 110, 55],
  [80, 80, 160],
  [160, 90, 40],
  [45, 130, 100],
  [130, 60, 70],
  [75, 105, 130],
  [120, 95, 85],
  [100, 60, 150],
  [60, 100, 60],
];

/** The 24 blocks, left to right, upper row first; true is white. */
export function frameCodeBlocks({ counter, colour }: FrameCode): boolean[] {
  const word = ((((counter & 0xffff) << 4) | (colour & 0xf)) << 4) | check(counter & 0xffff, colour & 0xf);
  return Array.from({ length: bits }, (_, index) => ((word >>> (bits - 1 - index)) & 1) === 1);
}

/** Draws over the top sixth; the rest of the picture stays as it is. */
export function drawFrameCodeIntoI420(picture: I420Picture, code: FrameCode): void {
  const { width, height, data } = picture;
  const chromaWidth = (width + 1) >> 1;
  const chromaHeight = (height + 1) >> 1;
  const codeHeight = Math.round(height * codeHeightShare);
  forEachBlock(width, height, frameCodeBlocks(code), (left, top, right, bottom, white) => {
    for (let y = top; y < bottom; y++) data.fill(white ? 235 : 16, y * width + left, y * width + right);
  });
  const u = width * height;
  const v = u + chromaWidth * chromaHeight;
  const end = Math.ceil(codeHeight / 2) * chromaWidth;
  data.fill(128, u, u + end);
  data.fill(128, v, v + end);
}

export function drawFrameCodeIntoRgba(picture: RgbaPicture, code: FrameCode): void {
  const { width, height, data } = picture;
  forEachBlock(width, height, frameCodeBlocks(code), (left, top, right, bottom, white) => {
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = (y * width + x) * 4;
        data.fill(white ? 255 : 0, at, at + 3);
        data[at + 3] = 255;
      }
    }
  });
}

/** undefined when there is no code, or it is too blurred to be sure of. */
export function readFrameCodeFromI420({ width, height, data }: I420Picture): FrameCode | undefined {
  return readFrameCode(width, height, (x, y) => data[y * width + x] ?? 128);
}

export function readFrameCodeFromRgba({ width, height, data }: RgbaPicture): FrameCode | undefined {
  return readFrameCode(width, height, (x, y) => {
    const at = (y * width + x) * 4;
    return 0.299 * (data[at] ?? 128) + 0.587 * (data[at + 1] ?? 128) + 0.114 * (data[at + 2] ?? 128);
  });
}

function readFrameCode(width: number, height: number, luma: (x: number, y: number) => number): FrameCode | undefined {
  let word = 0;
  let sure = true;
  forEachBlock(width, height, Array<boolean>(bits).fill(false), (left, top, right, bottom) => {
    // Only the middle of a block: its edges are blurred by scaling.
    const marginX = Math.floor((right - left) / 4);
    const marginY = Math.floor((bottom - top) / 4);
    let total = 0;
    let count = 0;
    for (let y = top + marginY; y < bottom - marginY; y++) {
      for (let x = left + marginX; x < right - marginX; x++) {
        total += luma(x, y);
        count += 1;
      }
    }
    const mean = count === 0 ? 128 : total / count;
    if (mean > 104 && mean < 152) sure = false;
    word = (word << 1) | (mean >= 128 ? 1 : 0);
  });
  const counter = (word >>> 8) & 0xffff;
  const colour = (word >>> 4) & 0xf;
  return sure && (word & 0xf) === check(counter, colour) ? { counter, colour } : undefined;
}

type VisitBlock = (left: number, top: number, right: number, bottom: number, white: boolean) => void;

function forEachBlock(width: number, height: number, blocks: readonly boolean[], visit: VisitBlock): void {
  const codeHeight = Math.round(height * codeHeightShare);
  blocks.forEach((white, index) => {
    const column = index % frameCodeColumns;
    const row = Math.floor(index / frameCodeColumns);
    visit(
      Math.round((column * width) / frameCodeColumns),
      Math.round((row * codeHeight) / frameCodeRows),
      Math.round(((column + 1) * width) / frameCodeColumns),
      Math.round(((row + 1) * codeHeight) / frameCodeRows),
      white,
    );
  });
}

function check(counter: number, colour: number): number {
  return (counter >>> 12) ^ ((counter >>> 8) & 0xf) ^ ((counter >>> 4) & 0xf) ^ (counter & 0xf) ^ colour ^ 0b1010;
}
