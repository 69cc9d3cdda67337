/**
 * Makes a picture smaller by averaging the area that each new pixel covers. Colours are weighted by their alpha: what is transparent has
 * a colour too, usually black, and a logo would get a dark rim of it. Every sum is a whole number and exact, up to 130 gigapixels.
 */
import type { PictureSize } from './picture-header.ts';
import type { Pixels } from './pixels.ts';

/** The size with the same proportions and no side longer than `sidePx`. Never larger than the given one, no side below 1. */
export function fitInto({ widthPx, heightPx }: PictureSize, sidePx: number): PictureSize {
  const scale = Math.min(1, sidePx / Math.max(widthPx, heightPx));
  return {
    widthPx: Math.max(1, Math.round(widthPx * scale)),
    heightPx: Math.max(1, Math.round(heightPx * scale)),
  };
}

/** A new picture of the size that `fitInto` says. Needs about 40 bytes for each of its pixels, however large the source is. */
export function shrink(source: Pixels, sidePx: number): Pixels {
  const { widthPx, heightPx } = fitInto(source, sidePx);
  const line = new Float64Array(widthPx * 4);
  const sums = new Float64Array(line.length * heightPx);
  for (let y = 0; y < source.heightPx; y++) {
    addUpRow(source, y, widthPx, line);
    // A row is `heightPx` steps high and a new one `source.heightPx`: this one lies in one new row, or in two.
    const end = (y + 1) * heightPx;
    for (let step = y * heightPx; step < end; ) {
      const row = Math.floor(step / source.heightPx);
      const next = Math.min(end, (row + 1) * source.heightPx);
      addTimes(sums, row * line.length, line, next - step);
      step = next;
    }
  }
  return { data: average(sums, source.widthPx * source.heightPx), widthPx, heightPx };
}

/** Into `line`, for each of the `columns`: the sums of red, green and blue times alpha, and of alpha, each times the steps of the pixel in there. */
function addUpRow({ data, widthPx }: Pixels, y: number, columns: number, line: Float64Array): void {
  const rowAt = y * widthPx * 4;
  for (let column = 0; column < columns; column++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    // A pixel is `columns` steps wide and a column `widthPx`: the first and the last pixel may lie in it in part.
    const end = (column + 1) * widthPx;
    let step = column * widthPx;
    for (let x = Math.floor(step / columns); step < end; x++) {
      const next = Math.min(end, (x + 1) * columns);
      const at = rowAt + x * 4;
      const weight = data[at + 3]! * (next - step);
      red += data[at]! * weight;
      green += data[at + 1]! * weight;
      blue += data[at + 2]! * weight;
      alpha += weight;
      step = next;
    }
    const at = column * 4;
    line[at] = red;
    line[at + 1] = green;
    line[at + 2] = blue;
    line[at + 3] = alpha;
  }
}

function addTimes(sums: Float64Array, at: number, line: Float64Array, times: number): void {
  for (let k = 0; k < line.length; k++) sums[at + k]! += line[k]! * times;
}

/** The steps of every new pixel are as many as the source has pixels. */
function average(sums: Float64Array, steps: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(sums.length);
  for (let at = 0; at < data.length; at += 4) {
    const alpha = sums[at + 3]!;
    if (alpha === 0) continue;
    data[at] = sums[at]! / alpha;
    data[at + 1] = sums[at + 1]! / alpha;
    data[at + 2] = sums[at + 2]! / alpha;
    data[at + 3] = alpha / steps;
  }
  return data;
}
