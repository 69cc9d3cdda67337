import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { soundOfMp4 } from '../containers/mp4-sound.ts';
import { handMadeMp4 } from '../fixtures/hand-made-mp4.ts';
import { normaliseSegment } from '../normalise-segment.ts';
import { parameterSetsOf } from '../remux-mp4.ts';
import { readFragments } from './read-fragments.ts';

const packets = [Uint8Array.of(0xfc, 0xff, 0xfe), Uint8Array.of(1)];

/** Chunks and segments, whole or damaged: whatever is answered of them lies within them. */
export const target: FuzzTarget = {
  name: 'recording-fragments',
  seeds: [
    handMadeMp4({ frames: 3, packets }),
    handMadeMp4({ frames: 0, packets: [] }),
    handMadeMp4({ frames: 121, packets }),
  ],
  run(bytes) {
    const file = readFragments(bytes);
    for (const { samples, entry, ticksPerSecond } of file?.tracks ?? []) {
      parameterSetsOf(entry);
      if (ticksPerSecond === 0) throw new Error('time that stands still');
      for (const { offset, sizeBytes } of samples) {
        if (offset < 0 || offset + sizeBytes > bytes.length) throw new Error('a sample beyond the file');
      }
    }
    for (const packet of soundOfMp4(bytes) ?? [])
      if (packet.byteOffset + packet.length > bytes.byteOffset + bytes.length) throw new Error('sound beyond the file');
    const copy = bytes.slice();
    const normal = normaliseSegment(copy, { videoTicks: 1_000, soundTicks: 2_000 });
    if (normal === undefined) return;
    if (normal.frontBytes > normal.bytes.length || normal.initBytes > normal.frontBytes)
      throw new Error('a front beyond the end');
    // Written in place, and still the same samples.
    const again = readFragments(normal.bytes);
    if (
      again?.tracks.map(({ samples }) => samples.length).join() !==
      file?.tracks.map(({ samples }) => samples.length).join()
    )
      throw new Error('samples were lost');
  },
};
