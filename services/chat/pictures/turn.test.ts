import { expect, it } from 'vitest';
import { turn, turnedSize } from './turn.ts';

/** Three columns, two rows; each pixel is named by its red. */
const abcdef = {
  data: Uint8Array.from([...'abcdef'].flatMap((letter) => [letter.charCodeAt(0), 2, 3, 4])),
  widthPx: 3,
  heightPx: 2,
};

it.each([
  [1, ['abc', 'def']],
  [2, ['cba', 'fed']],
  [3, ['fed', 'cba']],
  [4, ['def', 'abc']],
  [5, ['ad', 'be', 'cf']],
  [6, ['da', 'eb', 'fc']],
  [7, ['fc', 'eb', 'da']],
  [8, ['cf', 'be', 'ad']],
])('orientation %i is shown as %j', (orientation, rows) => {
  const turned = turn(abcdef, orientation);
  const letters = [...turned.data].filter((_, at) => at % 4 === 0).map((code) => String.fromCharCode(code));
  expect(letters.join('')).toBe(rows.join(''));
  expect(turned).toMatchObject({ widthPx: rows[0]!.length, heightPx: rows.length });
  expect(turnedSize(abcdef, orientation)).toEqual({ widthPx: turned.widthPx, heightPx: turned.heightPx });
  expect([...turned.data.slice(1, 4)]).toEqual([2, 3, 4]);
});
