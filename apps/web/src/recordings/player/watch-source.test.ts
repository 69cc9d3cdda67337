import type { Download, DownloadKind } from '@veche/contracts/rest/recordings.ts';
import { describe, expect, it } from 'vitest';
import { watchSource } from './watch-source.ts';

const file = (kind: DownloadKind): Download => ({ kind, fileName: kind, url: `/${kind}`, sizeBytes: 1 });
const stream = { kind: 'stream', url: '/playlist' };

describe('what is watched (R4)', () => {
  it('is the stream while the meeting goes on, and until the finished file is there', () => {
    for (const state of ['recording', 'paused', 'rendering'] as const)
      expect(watchSource({ state, playlist: '/playlist', downloads: [file('asRecorded')] })).toEqual(stream);
    expect(watchSource({ state: 'ready', playlist: '/playlist', downloads: [file('sound')] })).toEqual(stream);
  });
  it('is the finished file where there is one', () => {
    const ready = { state: 'ready', playlist: '/playlist', downloads: [file('asRecorded'), file('video')] } as const;
    expect(watchSource(ready)).toEqual({ kind: 'file', url: '/video' });
  });
  it('does not change under whoever watches the stream already', () => {
    const ready = { state: 'ready', playlist: '/playlist', downloads: [file('video')] } as const;
    expect(watchSource(ready, 'stream')).toEqual(stream);
    expect(watchSource({ ...ready, playlist: null }, 'stream')).toEqual({ kind: 'file', url: '/video' });
  });
  it('is what was recorded where there is neither, and nothing before the first chunk', () => {
    const bare = { state: 'ready', playlist: null, downloads: [file('asRecorded')] } as const;
    expect(watchSource(bare)).toEqual({ kind: 'file', url: '/asRecorded' });
    expect(watchSource({ ...bare, state: 'recording' })).toEqual({ kind: 'none' });
    expect(watchSource({ state: 'ready', playlist: null, downloads: [] })).toEqual({ kind: 'none' });
  });
});
