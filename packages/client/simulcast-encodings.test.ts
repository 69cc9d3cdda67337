import { describe, expect, it } from 'vitest';
import { cameraEncodings, screenEncodings } from './simulcast-encodings.ts';

describe('camera encodings', () => {
  it('sends 720p in three layers, the smallest first', () => {
    expect(cameraEncodings({ widthPx: 1280, heightPx: 720 })).toEqual([
      { scaleResolutionDownBy: 4, maxBitrate: 150_000 },
      { scaleResolutionDownBy: 2, maxBitrate: 500_000 },
      { scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
    ]);
  });

  it('gives 1080p a larger full layer', () => {
    expect(cameraEncodings({ widthPx: 1920, heightPx: 1080 }).at(-1)).toEqual({
      scaleResolutionDownBy: 1,
      maxBitrate: 3_000_000,
    });
  });

  it.each([
    [640, 360, 2],
    [640, 480, 2],
    [360, 640, 2],
    [320, 180, 1],
    [960, 540, 3],
    [0, 0, 3],
  ])('sends %i × %i in %i layers', (widthPx, heightPx, layers) => {
    expect(cameraEncodings({ widthPx, heightPx })).toHaveLength(layers);
  });

  it('always sends the full picture in the last layer, with bitrates that grow', () => {
    for (const heightPx of [90, 180, 270, 360, 540, 720, 1080, 2160]) {
      const encodings = cameraEncodings({ widthPx: (heightPx * 16) / 9, heightPx });
      expect(encodings.at(-1)?.scaleResolutionDownBy).toBe(1);
      const bitrates = encodings.map(({ maxBitrate }) => maxBitrate);
      expect(bitrates).toEqual(bitrates.toSorted((a, b) => a - b));
    }
  });
});

describe('screen encodings', () => {
  it('sends the full picture last', () => {
    expect(screenEncodings().map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([2, 1]);
  });
});
