import { describe, expect, it } from 'vitest';
import { drawable, labelsOf } from './name-labels.ts';

const names = new Map([
  ['a', 'Anna'],
  ['b', 'Boris'],
  ['e', '\u{1f600}'],
]);
const nameOf = (id: string) => names.get(id);
const chunk = { startMs: 10_000, durationMs: 8_000, picture: null, speakers: [] };
const mark = (atMs: number, participantId: string | null) => ({ atMs, participantId });

describe('names on the picture', () => {
  it('R3: whoever is seen is named throughout, whoever speaks', () => {
    const seen = {
      ...chunk,
      picture: { participantId: 'a', source: 'camera' } as const,
      speakers: [mark(10_000, 'b')],
    };
    expect(labelsOf(seen, nameOf)).toEqual([{ text: 'Anna', fromMs: 0, toMs: 8_000 }]);
  });

  it('R3: over a screen or a still, whoever speaks is named while they do', () => {
    const speakers = [mark(10_000, null), mark(11_000, 'a'), mark(13_000, 'b'), mark(13_200, 'a'), mark(15_000, null)];
    const expected = [
      { text: 'Anna', fromMs: 1_000, toMs: 3_000 },
      { text: 'Anna', fromMs: 3_200, toMs: 5_000 },
    ];
    expect(labelsOf({ ...chunk, speakers }, nameOf)).toEqual(expected);
    expect(labelsOf({ ...chunk, speakers, picture: { participantId: 'b', source: 'screen' } }, nameOf)).toEqual(
      expected,
    );
  });

  it('goes on over a mark that says the same, and stays within the chunk', () => {
    const speakers = [mark(9_000, 'a'), mark(12_000, 'a'), mark(99_000, 'b')];
    expect(labelsOf({ ...chunk, speakers }, nameOf)).toEqual([{ text: 'Anna', fromMs: 0, toMs: 8_000 }]);
  });

  it('leaves out whoever has no name that could be drawn, and bounds how many there are', () => {
    expect(labelsOf({ ...chunk, speakers: [mark(10_000, 'e'), mark(12_000, 'nobody')] }, nameOf)).toEqual([]);
    const speakers = Array.from({ length: 1_000 }, (_, index) =>
      mark(10_000 + index * 500, index % 2 === 0 ? 'a' : 'b'),
    );
    expect(labelsOf({ ...chunk, durationMs: 600_000, speakers }, nameOf)).toHaveLength(40);
  });

  it.each([
    ['Анна: "a\\b" %{pts}', 'Анна: "a\\b" %{pts}'],
    ['two\nlines\r\n\tand more', 'two lines and more'],
    ['\u{1f468}\u200d\u{1f469}\u200d\u{1f467} Ann \u{1f1f7}\u{1f1fa}\u{1f44d}\u{1f3fd}', 'Ann'],
    ['\u202eevil\u202c\u0000\u200f', 'evil'],
    ['שלום مرحبا', 'שלום مرحبا'],
    ['\ud800', ''],
    ['\u{1f600}', ''],
  ])('draws %j as %j', (name, text) => {
    expect(drawable(name)).toBe(text);
  });

  it('is cut between letters as people see them', () => {
    expect(drawable('e\u0301'.repeat(60))).toBe(`${'é'.repeat(39)}…`);
    expect(drawable(`a${'\u0316'.repeat(5_000)}`).length).toBeLessThan(20);
  });
});
