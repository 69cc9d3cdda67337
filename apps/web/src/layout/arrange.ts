/** Puts a meeting's tiles on the screen: which are on this page, and where each stands. What is not answered here is not shown. */
import { gridCapacity, gridRects } from './grid.ts';
import { pageOf } from './paging.ts';
import type { Rect, Size } from './rect.ts';
import { splitStage, stripRects } from './stage.ts';

export interface Placed {
  readonly key: string;
  readonly rect: Rect;
  readonly part: 'grid' | 'stage' | 'strip';
}

export interface Arrangement {
  readonly placed: readonly Placed[];
  readonly page: number;
  readonly pages: number;
}

export interface ArrangeOptions {
  /** Every tile of the meeting, in order. */
  readonly keys: readonly string[];
  /** The tile that takes the stage; without one, everybody is in the grid. */
  readonly stageKey: string | undefined;
  readonly area: Size;
  readonly page: number;
  readonly tilesPerPage: number;
}

const smallestTile: Size = { width: 132, height: 96 };

const gapFor = (area: Size): number => (area.width < 600 ? 6 : 10);

type PageSizeOptions = Pick<ArrangeOptions, 'stageKey' | 'area' | 'tilesPerPage'> & { readonly count: number };

/** How many tiles one page holds, not counting the stage; `count` is the number of tiles of the meeting. */
export function pageSize({ count, stageKey, area, tilesPerPage }: PageSizeOptions): number {
  const gap = gapFor(area);
  if (stageKey === undefined) return gridCapacity(area, gap, smallestTile, tilesPerPage);
  return Math.min(Math.max(1, splitStage(count - 1, area, gap).capacity), tilesPerPage - 1);
}

export function arrange({ keys, stageKey, area, page, tilesPerPage }: ArrangeOptions): Arrangement {
  if (area.width < 1 || area.height < 1) return { placed: [], page: 0, pages: 1 };
  const gap = gapFor(area);
  if (stageKey === undefined || !keys.includes(stageKey)) {
    const shown = pageOf(keys, page, pageSize({ count: keys.length, stageKey: undefined, area, tilesPerPage }));
    const rects = gridRects(shown.items.length, area, gap);
    const placed = shown.items.map((key, index): Placed => ({ key, rect: rects[index]!, part: 'grid' }));
    return { placed, page: shown.page, pages: shown.pages };
  }
  const others = keys.filter((key) => key !== stageKey);
  const split = splitStage(others.length, area, gap);
  const shown = pageOf(others, page, pageSize({ count: keys.length, stageKey, area, tilesPerPage }));
  const rects = stripRects(shown.items.length, split, gap);
  return {
    placed: [
      { key: stageKey, rect: split.stage, part: 'stage' },
      ...shown.items.map((key, index): Placed => ({ key, rect: rects[index]!, part: 'strip' })),
    ],
    page: shown.page,
    pages: shown.pages,
  };
}
