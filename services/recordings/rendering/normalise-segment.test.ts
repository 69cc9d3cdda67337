import { describe, expect, it } from 'vitest';
import { handMadeMp4 } from './fixtures/hand-made-mp4.ts';
import { boxesIn, joined } from './mp4/boxes.ts';
import { readFragments } from './mp4/read-fragments.ts';
import { normaliseSegment } from './normalise-segment.ts';

const packets = [Uint8Array.of(1), Uint8Array.of(2, 3)];

describe('a segment among others', () => {
  it('begins with its first picture, at its place in the run, and ends with its media data', () => {
    const raw = handMadeMp4({ frames: 130, packets });
    const before = readFragments(raw);
    const segment = normaliseSegment(raw.slice(), { videoTicks: 812_000, soundTicks: 432_960 });
    expect(segment).toMatchObject({ frames: 130, codecs: 'avc1.64001f,opus' });
    const after = readFragments(segment?.bytes ?? new Uint8Array());
    const [video, sound] = after?.tracks ?? [];
    expect(video?.samples[0]).toMatchObject({ decodeTicks: 812_000, compositionTicks: 0 });
    expect(sound?.samples.map(({ decodeTicks }) => decodeTicks)).toEqual([432_960, 433_920]);
    const shifted = before?.tracks[0]?.samples.map(({ compositionTicks }) => compositionTicks - 6_000);
    expect(video?.samples.map(({ compositionTicks }) => compositionTicks)).toEqual(shifted);
    expect(boxesIn(segment?.bytes ?? new Uint8Array())?.map(({ type }) => type)).toEqual([
      'ftyp',
      'moov',
      'moof',
      'mdat',
    ]);
    expect(
      readFragments((segment?.bytes ?? new Uint8Array()).subarray(0, segment?.frontBytes), segment?.bytes.length)
        ?.tracks[0]?.samples,
    ).toHaveLength(130);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['half of one', handMadeMp4({ frames: 9, packets }).subarray(0, 1_000)],
    ['two fragments', Buffer.concat([handMadeMp4({ frames: 1, packets }), handMadeMp4({ frames: 1, packets })])],
    ['media data before what says where they lie', mediaDataFirst()],
  ])('%s is none', (_what, bytes) => {
    expect(normaliseSegment(new Uint8Array(bytes), { videoTicks: 0, soundTicks: 0 })).toBeUndefined();
  });
});

function mediaDataFirst(): Uint8Array {
  const bytes = handMadeMp4({ frames: 9, packets });
  const boxes = boxesIn(bytes) ?? [];
  const order = ['ftyp', 'moov', 'mdat', 'moof'];
  return joined(
    order.map((wanted) => {
      const box = boxes.find(({ type }) => type === wanted);
      return bytes.subarray(box?.start, box?.end);
    }),
  );
}
