/** Puts a picture the right way up, as the camera said that it was held (EXIF 2.32, tag 0x0112). */
import type { PictureSize } from './picture-header.ts';
import type { Pixels } from './pixels.ts';

/** Orientations whose columns are the stored picture's rows. */
const swapsSides = (orientation: number) => orientation >= 5;
/** Orientations that read the stored rows from the right, and the stored columns from the bottom. */
const fromRight: readonly number[] = [2, 3, 7, 8];
const fromBottom: readonly number[] = [3, 4, 6, 7];

/** How large the stored picture is when it is shown. */
export function turnedSize({ widthPx, heightPx }: PictureSize, orientation: number): PictureSize {
  return swapsSides(orientation) ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };
}

/** A new picture; `orientation` is 1 to 8. */
export function turn(pixels: Pixels, orientation: number): Pixels {
  const { widthPx, heightPx } = turnedSize(pixels, orientation);
  const data = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [column, row] = swapsSides(orientation) ? [y, x] : [x, y];
      const fromColumn = fromRight.includes(orientation) ? pixels.widthPx - 1 - column : column;
      const fromRow = fromBottom.includes(orientation) ? pixels.heightPx - 1 - row : row;
      const from = (fromRow * pixels.widthPx + fromColumn) * 4;
      const to = (y * widthPx + x) * 4;
      for (let channel = 0; channel < 4; channel++) data[to + channel] = pixels.data[from + channel]!;
    }
  }
  return { data, widthPx, heightPx };
}
