/** One tile large, the others in a strip: below it on a wide or tall area, at its side where the area is wide and low. */
import type { Rect, Size } from './rect.ts';

export interface StageSplit {
  readonly stage: Rect;
  readonly strip: Rect;
  /** Strip tiles run along this axis. */
  readonly axis: 'row' | 'column';
  readonly tile: Size;
  /** How many tiles the strip holds. */
  readonly capacity: number;
}

const stripAspect = 16 / 9.5;

/** With nobody for the strip the stage takes the whole area and `capacity` is 0. */
export function splitStage(others: number, area: Size, gap: number): StageSplit {
  const whole = { x: 0, y: 0, width: Math.floor(area.width), height: Math.floor(area.height) };
  if (others === 0) {
    const nothing = { x: 0, y: 0, width: 0, height: 0 };
    return { stage: whole, strip: nothing, axis: 'row', tile: { width: 0, height: 0 }, capacity: 0 };
  }
  const sideways = area.width / area.height > 1.75 && area.width >= 700;
  if (sideways) {
    const width = Math.floor(Math.min(208, area.width * 0.17));
    const tile = { width, height: Math.floor(width / stripAspect) };
    return {
      stage: { ...whole, width: whole.width - width - gap },
      strip: { x: whole.width - width, y: 0, width, height: whole.height },
      axis: 'column',
      tile,
      capacity: Math.max(1, Math.floor((area.height + gap) / (tile.height + gap))),
    };
  }
  const height = Math.floor(Math.min(150, Math.max(84, area.height * 0.18)));
  const tile = { width: Math.floor(height * (area.width < 600 ? 1.15 : stripAspect)), height };
  return {
    stage: { ...whole, height: whole.height - height - gap },
    strip: { x: 0, y: whole.height - height, width: whole.width, height },
    axis: 'row',
    tile,
    capacity: Math.max(1, Math.floor((area.width + gap) / (tile.width + gap))),
  };
}

/** Where `count` strip tiles stand, centred along the strip. */
export function stripRects(count: number, split: StageSplit, gap: number): Rect[] {
  const { strip, tile, axis } = split;
  const step = (axis === 'row' ? tile.width : tile.height) + gap;
  const room = axis === 'row' ? strip.width : strip.height;
  const start = Math.max(0, (room - count * step + gap) / 2);
  return Array.from({ length: count }, (_, index) => ({
    x: Math.floor(strip.x + (axis === 'row' ? start + index * step : 0)),
    y: Math.floor(strip.y + (axis === 'column' ? start + index * step : 0)),
    ...tile,
  }));
}
