/**
 * One tile large, the others in a strip: below it on a wide or tall area, at its side where the area is wide and low. The
 * strip takes what the stage's picture leaves over, so that many are seen also on a phone.
 */
import { widestAspect } from './grid.ts';
import type { Rect, Size } from './rect.ts';

export interface StageSplit {
  readonly stage: Rect;
  readonly strip: Rect;
  /** Strip tiles run along this axis, and go on in a next line beside the first where there is more than one. */
  readonly axis: 'row' | 'column';
  /** Tiles in one line. */
  readonly perLine: number;
  readonly tile: Size;
  /** How many tiles the strip holds. */
  readonly capacity: number;
}

const stripAspect = 16 / 9.5;
/** How small a strip tile may get so that more of them fit: a part of the room's side, but so large that a face is known. */
const smallestWidth = (room: number): number => Math.min(170, Math.max(96, room * 0.14));
const smallestHeight = (room: number): number => Math.min(90, Math.max(60, room * 0.14));

const fitting = (room: number, size: number, gap: number): number =>
  Math.max(1, Math.floor((room + gap) / (size + gap)));
/** The share of each when `count` stand side by side. */
const shareOf = (room: number, count: number, gap: number): number => (room - gap * (count - 1)) / count;

/** With nobody for the strip the stage takes the whole area and `capacity` is 0. */
export function splitStage(others: number, area: Size, gap: number): StageSplit {
  const whole = { x: 0, y: 0, width: Math.floor(area.width), height: Math.floor(area.height) };
  if (others === 0) {
    const nothing = { x: 0, y: 0, width: 0, height: 0 };
    return { stage: whole, strip: nothing, axis: 'row', perLine: 0, tile: { width: 0, height: 0 }, capacity: 0 };
  }
  const sideways = area.width / area.height > 1.75 && area.width >= 700;
  return sideways ? besideStage(others, whole, gap) : belowStage(others, whole, gap);
}

function besideStage(others: number, whole: Rect, gap: number): StageSplit {
  const widest = Math.min(208, whole.width * 0.17);
  const wanted = Math.min(others, fitting(whole.height, smallestHeight(whole.height), gap));
  const height = Math.floor(Math.min(widest / stripAspect, shareOf(whole.height, wanted, gap)));
  const tile = { width: Math.floor(height * stripAspect), height };
  const perLine = fitting(whole.height, tile.height, gap);
  const spare = whole.width - whole.height * widestAspect;
  const lines = Math.min(Math.ceil(others / perLine), Math.max(1, Math.floor(spare / (tile.width + gap))));
  const width = lines * (tile.width + gap) - gap;
  return {
    stage: { ...whole, width: whole.width - width - gap },
    strip: { x: whole.width - width, y: 0, width, height: whole.height },
    axis: 'column',
    perLine,
    tile,
    capacity: perLine * lines,
  };
}

function belowStage(others: number, whole: Rect, gap: number): StageSplit {
  const aspect = whole.width < 600 ? 1.15 : stripAspect;
  const highest = Math.min(150, Math.max(84, whole.height * 0.18));
  const wanted = Math.min(others, fitting(whole.width, smallestWidth(whole.width), gap));
  const width = Math.floor(Math.min(highest * aspect, shareOf(whole.width, wanted, gap)));
  const tile = { width, height: Math.floor(width / aspect) };
  const perLine = fitting(whole.width, tile.width, gap);
  return {
    stage: { ...whole, height: whole.height - tile.height - gap },
    strip: { x: 0, y: whole.height - tile.height, width: whole.width, height: tile.height },
    axis: 'row',
    perLine,
    tile,
    capacity: perLine,
  };
}

/** Where `count` strip tiles stand, as many in each line as in the others, each line centred along the strip. */
export function stripRects(count: number, split: StageSplit, gap: number): Rect[] {
  const { strip, tile, axis } = split;
  const perLine = Math.ceil(count / Math.ceil(count / split.perLine));
  const along = (axis === 'row' ? tile.width : tile.height) + gap;
  const across = (axis === 'row' ? tile.height : tile.width) + gap;
  const room = axis === 'row' ? strip.width : strip.height;
  return Array.from({ length: count }, (_, index) => {
    const line = Math.floor(index / perLine);
    const inLine = Math.min(perLine, count - line * perLine);
    const start = Math.max(0, (room - inLine * along + gap) / 2);
    const [far, deep] = [Math.floor(start + (index - line * perLine) * along), line * across];
    return { x: strip.x + (axis === 'row' ? far : deep), y: strip.y + (axis === 'row' ? deep : far), ...tile };
  });
}
