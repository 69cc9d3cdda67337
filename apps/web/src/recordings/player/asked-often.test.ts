import { describe, expect, it } from 'vitest';
import { askedOften } from './asked-often.ts';

describe('a playlist', () => {
  it('is asked for every few seconds, however long its chunks are', () => {
    expect(askedOften('#EXTM3U\n#EXT-X-TARGETDURATION:12\n#EXTINF:12,\nchunk-1.mp4\n')).toBe(
      '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:12,\nchunk-1.mp4\n',
    );
  });
  it('is not asked for less often than it says, and nothing else of it changes', () => {
    const short = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n# not #EXT-X-TARGETDURATION:99\n';
    expect(askedOften(short)).toBe(short);
    expect(askedOften('')).toBe('');
  });
});
