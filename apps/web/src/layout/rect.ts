/** Sizes and places on the stage, in CSS pixels from its top left corner. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}
