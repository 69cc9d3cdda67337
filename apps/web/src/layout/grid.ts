/**
 * The gallery: equal tiles in rows and columns, as large as the area allows. Tiles keep a face's proportions (between 6:5
 * and 16:9), the last row is centred, and nothing ever lies outside the area.
 */
import type { Rect, Size } from './rect.ts';

export const narrowestAspect = 1.2;
export const widestAspect = 16 / 9;

interface Candidate {
  readonly columns: number;
  readonly rows: number;
  readonly tile: Size;
}

function tileIn(cell: Size): Size {
  const aspect = cell.width / cell.height;
  if (aspect > widestAspect) return { width: cell.height * widestAspect, height: cell.height };
  if (aspect < narrowestAspect) return { width: cell.width, height: cell.width / narrowestAspect };
  return cell;
}

function candidate(count: number, columns: number, area: Size, gap: number): Candidate {
  const rows = Math.ceil(count / columns);
  const cell = {
    width: Math.max(1, (area.width - gap * (columns - 1)) / columns),
    height: Math.max(1, (area.height - gap * (rows - 1)) / rows),
  };
  return { columns, rows, tile: tileIn(cell) };
}

/** What a camera's picture gets of a tile. */
function pictureArea({ width, height }: Size): number {
  const pictureWidth = Math.min(width, height * widestAspect);
  return pictureWidth * (pictureWidth / widestAspect);
}

/** The rows and columns that make the pictures of `count` people largest; of equals, those with the fewest empty places. */
export function bestGrid(count: number, area: Size, gap: number): Candidate {
  let best = candidate(count, 1, area, gap);
  for (let columns = 2; columns <= count; columns++) {
    const next = candidate(count, columns, area, gap);
    const gain = pictureArea(next.tile) - pictureArea(best.tile);
    const fewerEmpty = next.columns * next.rows < best.columns * best.rows;
    if (gain > 1 || (gain > -1 && fewerEmpty)) best = next;
  }
  return best;
}

/** Where each of `count` tiles stands, in order; whole pixels. */
export function gridRects(count: number, area: Size, gap: number): Rect[] {
  if (count === 0 || area.width <= 0 || area.height <= 0) return [];
  const { columns, rows, tile } = bestGrid(count, area, gap);
  const top = (area.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (area.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return {
      x: Math.floor(left + (index - row * columns) * (tile.width + gap)),
      y: Math.floor(top + row * (tile.height + gap)),
      width: Math.floor(tile.width),
      height: Math.floor(tile.height),
    };
  });
}

/** How many tiles of a legible size fit, at most `most`; a page of the gallery. */
export function gridCapacity(area: Size, gap: number, smallest: Size, most: number): number {
  const columns = Math.max(1, Math.floor((area.width + gap) / (smallest.width + gap)));
  const rows = Math.max(1, Math.floor((area.height + gap) / (smallest.height + gap)));
  return Math.min(most, columns * rows);
}
