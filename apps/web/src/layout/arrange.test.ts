import { describe, expect, it } from 'vitest';
import { arrange } from './arrange.ts';
import { bestGrid, gridRects, widestAspect } from './grid.ts';
import { pageOf } from './paging.ts';

const wide = { width: 1280, height: 640 };
const phone = { width: 390, height: 640 };
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
const shape = (count: number, area = wide) => {
  const { columns, rows } = bestGrid(count, area, 10);
  return [columns, rows];
};

describe('gallery', () => {
  it('gives one person the whole stage, two a half each, nine three rows of three', () => {
    expect(shape(1)).toEqual([1, 1]);
    expect(shape(2)).toEqual([2, 1]);
    expect(shape(9)).toEqual([3, 3]);
    expect(shape(25)).toEqual([5, 5]);
  });
  it('stacks two people on a phone and uses at most two columns for nine', () => {
    expect(shape(2, phone)).toEqual([1, 2]);
    expect(shape(9, phone)[0]).toBeLessThanOrEqual(2);
  });
  it('keeps every tile inside the area and apart from the others, for any count and area', () => {
    for (const area of [wide, phone, { width: 800, height: 300 }, { width: 320, height: 200 }]) {
      for (let count = 1; count <= 25; count++) {
        const rects = gridRects(count, area, 8);
        expect(rects).toHaveLength(count);
        rects.forEach((rect, index) => {
          expect(rect.x).toBeGreaterThanOrEqual(0);
          expect(rect.y).toBeGreaterThanOrEqual(0);
          expect(rect.x + rect.width).toBeLessThanOrEqual(area.width);
          expect(rect.y + rect.height).toBeLessThanOrEqual(area.height);
          for (const other of rects.slice(index + 1)) {
            const apart =
              rect.x + rect.width <= other.x ||
              other.x + other.width <= rect.x ||
              rect.y + rect.height <= other.y ||
              other.y + other.height <= rect.y;
            expect(apart).toBe(true);
          }
        });
      }
    }
  });
  it('never makes a tile wider than 16:9', () => {
    for (const rect of gridRects(3, { width: 2000, height: 300 }, 10)) {
      expect(rect.width / rect.height).toBeLessThan(widestAspect + 0.02);
    }
  });
  it('has nothing to place without people or without room', () => {
    expect(gridRects(0, wide, 8)).toEqual([]);
    expect(
      arrange({ keys: ['a'], stageKey: undefined, area: { width: 0, height: 0 }, page: 0, tilesPerPage: 25 }),
    ).toEqual({ placed: [], page: 0, pages: 1 });
  });
});

describe('pages', () => {
  it('shows 25 tiles a page and the rest on the next', () => {
    const keys = names(30);
    const first = arrange({ keys, stageKey: undefined, area: wide, page: 0, tilesPerPage: 25 });
    const second = arrange({ keys, stageKey: undefined, area: wide, page: 1, tilesPerPage: 25 });
    expect(first.placed.map((tile) => tile.key)).toEqual(keys.slice(0, 25));
    expect(second.placed.map((tile) => tile.key)).toEqual(keys.slice(25));
    expect(first.pages).toBe(2);
  });
  it('puts fewer on a page where they would be too small to see', () => {
    const { placed, pages } = arrange({ keys: names(25), stageKey: undefined, area: phone, page: 0, tilesPerPage: 25 });
    expect(placed.length).toBeLessThan(25);
    expect(pages).toBeGreaterThan(1);
  });
  it('falls back to the last page when people have left', () => {
    expect(pageOf(names(3), 4, 2)).toEqual({ items: ['p2'], page: 1, pages: 2 });
    expect(pageOf([], 4, 2)).toEqual({ items: [], page: 0, pages: 1 });
  });
});

describe('stage', () => {
  it('gives the stage to one tile and the strip to the others, without overlap', () => {
    for (const area of [wide, phone, { width: 1280, height: 900 }]) {
      const { placed } = arrange({ keys: names(5), stageKey: 'p2', area, page: 0, tilesPerPage: 25 });
      const [stage, ...strip] = placed;
      expect(stage).toMatchObject({ key: 'p2', part: 'stage' });
      expect(strip.every((tile) => tile.part === 'strip' && tile.key !== 'p2')).toBe(true);
      for (const { rect } of strip) {
        const beside = rect.x >= stage!.rect.width || rect.y >= stage!.rect.height;
        expect(beside).toBe(true);
        expect(rect.x + rect.width).toBeLessThanOrEqual(area.width);
        expect(rect.y + rect.height).toBeLessThanOrEqual(area.height);
      }
    }
  });
  it('shows three people below the stage on a phone held upright, and four beside it on one held across', () => {
    const small = { width: 304, height: 420 };
    const across = { width: 820, height: 240 };
    const shown = (count: number, area: typeof phone) =>
      arrange({ keys: names(count), stageKey: 'p0', area, page: 0, tilesPerPage: 25 }).placed.length - 1;
    expect([shown(4, phone), shown(9, phone), shown(4, small)]).toEqual([3, 3, 3]);
    expect(shown(5, across)).toBe(4);
    expect(shown(7, across)).toBeGreaterThanOrEqual(6);
  });
  it('keeps the tiles of a strip apart and inside, for any count', () => {
    for (const area of [wide, phone, { width: 820, height: 240 }, { width: 2000, height: 500 }]) {
      for (let count = 2; count <= 30; count++) {
        const { placed } = arrange({ keys: names(count), stageKey: 'p0', area, page: 0, tilesPerPage: 25 });
        placed.forEach(({ rect }, index) => {
          expect([rect.x, rect.y].every((at) => at >= 0)).toBe(true);
          expect(rect.x + rect.width).toBeLessThanOrEqual(area.width);
          expect(rect.y + rect.height).toBeLessThanOrEqual(area.height);
          for (const { rect: other } of placed.slice(index + 1)) {
            const apart =
              rect.x + rect.width <= other.x ||
              other.x + other.width <= rect.x ||
              rect.y + rect.height <= other.y ||
              other.y + other.height <= rect.y;
            expect(apart).toBe(true);
          }
        });
      }
    }
  });
  it('turns pages of the strip while the stage stays', () => {
    const first = arrange({ keys: names(40), stageKey: 'p0', area: wide, page: 0, tilesPerPage: 25 });
    const second = arrange({ keys: names(40), stageKey: 'p0', area: wide, page: 1, tilesPerPage: 25 });
    expect(first.pages).toBeGreaterThan(1);
    expect(second.placed[0]?.key).toBe('p0');
    expect(second.placed[1]?.key).not.toBe(first.placed[1]?.key);
  });
  it('takes the whole area when nobody else is there', () => {
    const { placed } = arrange({ keys: ['a'], stageKey: 'a', area: wide, page: 0, tilesPerPage: 25 });
    expect(placed).toEqual([{ key: 'a', part: 'stage', rect: { x: 0, y: 0, ...wide } }]);
  });
  it('is a gallery when the one on stage has gone', () => {
    const { placed } = arrange({ keys: names(2), stageKey: 'gone', area: wide, page: 0, tilesPerPage: 25 });
    expect(placed.map((tile) => tile.part)).toEqual(['grid', 'grid']);
  });
});
