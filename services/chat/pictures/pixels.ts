/** A picture that is not compressed. */
export interface Pixels {
  /** Red, green, blue, alpha, 8 bits each, alpha not multiplied in; row by row from the upper left. `widthPx * heightPx * 4` bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly widthPx: number;
  readonly heightPx: number;
}
