import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { noRendering } from '../rendering-hook.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { WatchedChunks } from './watched-chunks.ts';

function counted(fails = 0) {
  let reads = 0;
  const chunks = {
    of: async () => {
      reads += 1;
      if (reads <= fails) throw new Error('away');
      return [];
    },
  };
  const parts = { chunks, recordings: { pausesOf: async () => [] }, rendering: noRendering, canRender: false };
  return { watched: new WatchedChunks(parts as never), reads: () => reads };
}
const row = (changes: Partial<RecordingRow> = {}) =>
  ({ id: 'a', revision: 1, state: 'recording', chunks_cleared_at: null, ...changes }) as RecordingRow;

describe('chunks as they are watched (R4)', () => {
  it('are read once for each change, however many players ask at once', async () => {
    const { watched, reads } = counted();
    await Promise.all(Array.from({ length: 50 }, () => watched.of(row())));
    await watched.of(row());
    expect(reads()).toBe(1);
    await watched.of(row({ revision: 2 }));
    await watched.of(row({ revision: 2, state: 'ended' }));
    await watched.of(row({ revision: 2, state: 'ended' }));
    expect(reads()).toBe(3);
  });

  it('are read again where that failed', async () => {
    const { watched, reads } = counted(1);
    await expect(watched.of(row())).rejects.toThrow('away');
    await watched.of(row());
    expect(reads()).toBe(2);
  });

  it('are remembered of so many recordings, those that were asked for last', async () => {
    const { watched, reads } = counted();
    for (let count = 0; count <= limits.recordingPlaylistsRemembered; count += 1) {
      await watched.of(row({ id: 'kept' }));
      await watched.of(row({ id: String(count) }));
    }
    const before = reads();
    await watched.of(row({ id: 'kept' }));
    expect(reads()).toBe(before);
    await watched.of(row({ id: '0' }));
    expect(reads()).toBe(before + 1);
  });
});
