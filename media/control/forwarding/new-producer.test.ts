import { expect, it } from 'vitest';
import { isFree, type StreamToProduce } from './new-producer.ts';

const wanted = (fields: Partial<StreamToProduce>): StreamToProduce => ({
  transportId: 't1',
  kind: 'video',
  source: 'camera',
  rtpParameters: { codecs: [] },
  paused: false,
  ...fields,
});
const camera = { producerId: 'p1', source: 'camera' } as const;
const another = { producerId: 'p2', source: 'camera' } as const;
const microphone = { producerId: 'p3', source: 'microphone' } as const;

it.each([
  ['one of each source', wanted({}), [microphone], true],
  ['no second one', wanted({}), [camera], false],
  ['one beside the picture whose place it takes', wanted({ replaces: 'p1' }), [camera, microphone], true],
  ['none beside another picture than that', wanted({ replaces: 'p2' }), [camera], false],
  ['no third', wanted({ replaces: 'p1' }), [camera, another], false],
  ['one that takes the place of what is gone', wanted({ replaces: 'p1' }), [], true],
  ['no second sound', wanted({ kind: 'audio', source: 'microphone', replaces: 'p3' }), [microphone], false],
  [
    'a screen beside a camera, whatever it says it replaces',
    wanted({ source: 'screen', replaces: 'p1' }),
    [camera],
    true,
  ],
  [
    'no second screen in the place of a camera',
    wanted({ source: 'camera', replaces: 'p3' }),
    [camera, microphone],
    false,
  ],
])('a participant sends %s', (_what, stream, owned, free) => {
  expect(isFree(stream, owned)).toBe(free);
});
