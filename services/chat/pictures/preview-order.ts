/** What the parent asks of `preview-child.ts`, and how that one answers: a WebP and exit code 0, or nothing and another code. */
import type { PictureHeader } from './picture-header.ts';

export interface PreviewOrder {
  /** What the picture claims. One that keeps another promise is no picture. */
  readonly header: PictureHeader;
  /** No side of the preview is longer. */
  readonly sidePx: number;
}

/** The exit code for a picture that cannot be decoded. Every other code but 0 says that something is wrong with this machine. */
export const noPictureExitCode = 65;
