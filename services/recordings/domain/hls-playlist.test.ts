import { describe, expect, it } from 'vitest';
import { hlsPlaylist, type ListedChunk } from './hls-playlist.ts';
import { placed } from './timeline.ts';

let sequence = -1;
function chunk(runStartedAtMs: number, number: number, changes: Partial<ListedChunk> = {}): ListedChunk {
  sequence += 1;
  const startMs = runStartedAtMs + number * 10_000;
  const file = { sizeBytes: 1_000, initBytes: 100, initId: 'a' };
  return { sequence, runStartedAtMs, number, startMs, durationMs: 10_000, file, ...changes };
}
function listOf(chunks: readonly ListedChunk[], goesOn = false) {
  sequence = -1;
  return hlsPlaylist(placed(chunks), goesOn);
}
const linesOf = (chunks: readonly ListedChunk[], goesOn = false) => listOf(chunks, goesOn).write('').split('\n');
/** Segments in short: what stands before each file, but for its time. */
const short = (chunks: readonly ListedChunk[]) =>
  linesOf(chunks)
    .slice(6, -2)
    .join(' ')
    .replace(/#EXT-X-PROGRAM-DATE-TIME:\S+ |#EXTINF:\S+ |#EXT-X-BYTERANGE:\S+ |#EXT-X-|\.mp4/g, '')
    .replace(/MAP:URI="chunk-\d+",BYTERANGE="100@0"/g, 'MAP')
    .replaceAll('chunk-', '');

describe('the playlist (R4)', () => {
  it('is RFC 8216, to the letter, and exact to the millisecond', () => {
    const chunks = [chunk(0, 0, { durationMs: 8_020 }), chunk(0, 1, { startMs: 8_020, durationMs: 11_980 })];
    expect(listOf(chunks).write('/w/t/')).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:7',
        '#EXT-X-PLAYLIST-TYPE:VOD',
        '#EXT-X-TARGETDURATION:12',
        '#EXT-X-MEDIA-SEQUENCE:0',
        '#EXT-X-INDEPENDENT-SEGMENTS',
        '#EXT-X-MAP:URI="/w/t/chunk-0.mp4",BYTERANGE="100@0"',
        '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:00.000Z',
        '#EXTINF:8.020,',
        '#EXT-X-BYTERANGE:900@100',
        '/w/t/chunk-0.mp4',
        '#EXTINF:11.980,',
        '#EXT-X-BYTERANGE:900@100',
        '/w/t/chunk-1.mp4',
        '#EXT-X-ENDLIST',
        '',
      ].join('\n'),
    );
  });

  it('only grows at its end while the recording goes on, and ends with it', () => {
    const chunks = Array.from({ length: 5 }, (_, number) => chunk(0, number));
    let before = '';
    for (let count = 1; count <= 5; count += 1) {
      const now = listOf(chunks.slice(0, count), true).write('');
      expect(now.startsWith(before)).toBe(true);
      expect(now).toContain('#EXT-X-PLAYLIST-TYPE:EVENT\n');
      expect(now).not.toContain('ENDLIST');
      before = now;
    }
    const after = listOf(chunks).write('');
    expect(after).toBe(`${before.replace('EVENT', 'VOD')}#EXT-X-ENDLIST\n`);
  });

  it('cuts at each new run and at a hole within one; where a decoder needs another start it says so, and time goes on', () => {
    const b = { sizeBytes: 1_000, initBytes: 100, initId: 'b' };
    expect(short([chunk(0, 0), chunk(0, 1), chunk(50_000, 0), chunk(50_000, 2), chunk(50_000, 3, { file: b })])).toBe(
      'MAP 0 1 DISCONTINUITY 2 DISCONTINUITY 3 MAP 4',
    );
  });

  it('takes nothing for alike that is not known to be', () => {
    const unknown = { sizeBytes: 1_000, initBytes: 100, initId: null };
    const chunks = [chunk(0, 0, { file: unknown }), chunk(0, 1, { file: unknown })];
    expect(short(chunks)).toBe('MAP 0 MAP 1');
  });

  it('skips what can’t be had, and everything else stays at its position', () => {
    const chunks = [chunk(0, 0, { file: 'missing' }), chunk(0, 1), chunk(0, 2, { file: 'missing' }), chunk(0, 3)];
    expect(short(chunks)).toBe('GAP 0 MAP 1 GAP 2 3');
    expect(listOf(chunks).files).toBe(2);
  });

  it('waits for a copy that is to come, also when the recording is over', () => {
    const chunks = [chunk(0, 0), chunk(0, 1, { file: 'awaited' }), chunk(0, 2)];
    const list = listOf(chunks);
    expect(list.write('').match(/chunk-.*mp4$/gm)).toEqual(['chunk-0.mp4']);
    expect(list).toMatchObject({ files: 1, isComplete: false });
    expect(list.write('')).toContain('TYPE:EVENT');
  });

  it('is long for long meetings in time that nobody notices: 20 hours in well under a second', () => {
    const chunks = Array.from({ length: 7_200 }, (_, number) => chunk(0, number));
    const beganMs = performance.now();
    const text = listOf(chunks, true).write('');
    expect(performance.now() - beganMs).toBeLessThan(500);
    expect(text.length / 7_200).toBeLessThan(100);
  });
});
