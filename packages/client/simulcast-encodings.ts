/**
 * Which encodings a video is sent in. The number of layers follows the picture's size the way libwebrtc does: asked for more
 * layers than it finds sensible for a size it leaves out the largest ones, so asking for just as many keeps the full picture.
 */

export interface VideoEncoding {
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
  readonly maxFramerate?: number;
}

export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** From the smallest layer to the full picture; one to three of them. Unknown sizes (0) count as 1280 × 720. */
export function cameraEncodings(size: PictureSize): VideoEncoding[] {
  const pixels = size.widthPx * size.heightPx || 1280 * 720;
  const scales = pixels >= 960 * 540 ? [4, 2, 1] : pixels >= 480 * 270 ? [2, 1] : [1];
  return scales.map((scale) => ({
    scaleResolutionDownBy: scale,
    maxBitrate: cameraBitrateBps(pixels / scale ** 2),
  }));
}

/** Two layers: the full picture for the stage, and half of it for those with little bandwidth. Text needs sharpness more than motion. */
export function screenEncodings(): VideoEncoding[] {
  return [
    { scaleResolutionDownBy: 2, maxBitrate: 500_000, maxFramerate: 15 },
    { scaleResolutionDownBy: 1, maxBitrate: 2_500_000, maxFramerate: 15 },
  ];
}

/** Enough for 30 frames a second of a talking head in VP8: 180p 150 kbit/s, 360p 500, 720p 1,700, 1080p 3,000. */
function cameraBitrateBps(pixels: number): number {
  const steps = [
    [320 * 180, 150_000],
    [640 * 360, 500_000],
    [1280 * 720, 1_700_000],
  ] as const;
  for (const [stepPixels, bitrateBps] of steps) if (pixels <= stepPixels * 1.2) return bitrateBps;
  return 3_000_000;
}
