import { describe, expect, it } from 'vitest';
import { framesOf, spansOf } from './frame-grid.ts';
import { type SegmentOrder, segmentArguments, segmentFiles } from './segment-arguments.ts';
import { planSound } from './sound-grid.ts';

const [, span] = spansOf([9_020, 10_000]);
const order: SegmentOrder = {
  kind: { heightPx: 720, codec: 'h264' },
  span: span!,
  video: { container: 'mp4', codec: 'h264', widthPx: 640, heightPx: 480 },
  sound: planSound(span!, 96_000),
  decodedSounds: 1,
  labels: [],
  threads: 1,
};
const filtersOf = (changed: Partial<SegmentOrder>) => {
  const args = segmentArguments({ ...order, ...changed });
  return args[args.indexOf('-filter_complex') + 1] ?? '';
};
const label = (text: string, fromMs: number, toMs: number) => ({ text, fromMs, toMs });

describe('what ffmpeg is told', () => {
  it('R3: exactly so many frames, shifted to the grid, and sound from a whole packet on', () => {
    const filters = filtersOf({});
    // Frames 271 to 570 of the whole; the first stands 13.3 ms after the chunk's start.
    expect(filters).toContain(
      "setpts='max(0,PTS-(0.013333)/TB)',fps=30:start_time=0:eof_action=pass,tpad=stop_mode=clone:stop=300,trim=end_frame=300",
    );
    expect(filters).toContain(`[2:a:0]atrim=start_sample=${order.sound.skipSamples},asetpts=N/SR/TB[sound]`);
  });

  it('R3: makes one picture of a chunk that is shorter than one', () => {
    const [, , short] = spansOf([20, 1_000, 20]);
    expect(framesOf(short!).frames).toBe(0);
    expect(filtersOf({ span: short! })).toContain('stop=1,trim=end_frame=1');
  });

  it('takes each file for what it is, and nothing but files', () => {
    const args = segmentArguments({
      ...order,
      video: { container: 'webm', codec: 'vp8', widthPx: 640, heightPx: 480 },
    });
    expect(args.join(' ')).toContain('-protocol_whitelist file -threads 1 -f matroska -c:v vp8 -i chunk');
    const inputs = args.filter((arg) => arg === '-i').length;
    expect(args.filter((arg) => arg === '-protocol_whitelist')).toHaveLength(inputs);
    expect(args).toContain('-nostdin');
  });

  it('leaves the colours of pictures of the right size as they are, and fits all others into it', () => {
    expect(filtersOf({})).toMatch(/^\[0:v:0\]scale=1280:720.*:out_range=tv,pad=1280:720/);
    const large = { container: 'mp4', codec: 'h264', widthPx: 1280, heightPx: 720 } as const;
    expect(filtersOf({ video: large })).not.toContain('out_');
  });

  it('draws black of the right length where there is no picture', () => {
    const args = segmentArguments({ ...order, video: null });
    expect(args).toContain('color=black:size=1280x720:rate=30:duration=10.000000');
    expect(args).not.toContain(segmentFiles.chunk);
  });

  it('joins what has to be decoded apart', () => {
    expect(filtersOf({ decodedSounds: 2 })).toContain('[2:a:0][3:a:0]concat=n=2:v=0:a=1,atrim=');
  });

  it('R3: nothing that people typed stands in it', () => {
    const hostile = `x':textfile=/etc/passwd[out];movie=/etc/shadow,"\\%{pts}\n`;
    const args = segmentArguments({ ...order, labels: [label(hostile, 0, 10_000)] });
    expect(args.join('\n')).not.toContain('passwd');
    expect(args).toEqual(segmentArguments({ ...order, labels: [label('Anna', 0, 10_000)] }));
  });

  it('draws a name that stays before frames are doubled, and others while they hold', () => {
    const whole = filtersOf({ labels: [label('Anna', 0, 10_000)] });
    expect(whole.indexOf('drawtext')).toBeLessThan(whole.indexOf('fps='));
    expect(whole).not.toContain('enable');
    const parts = filtersOf({ labels: [label('Anna', 0, 4_000), label('Boris', 4_500, 10_000)] });
    expect(parts.indexOf('drawtext')).toBeGreaterThan(parts.indexOf('trim='));
    expect(parts).toContain('textfile=name-0.txt');
    expect(parts).toContain('textfile=name-1.txt');
    expect(parts).toContain(":enable='gte(t,4.5)*lt(t,10)'");
  });

  it.each([
    [{ heightPx: 720, codec: 'h264' }, ['libx264', '3.1', 'scale=1280:720']],
    [{ heightPx: 1080, codec: 'h264' }, ['libx264', '4.0', 'scale=1920:1080']],
    [{ heightPx: 1080, codec: 'h265' }, ['libx265', 'hvc1', 'scale=1920:1080']],
  ] as const)('R3: renders %j', (kind, words) => {
    const args = segmentArguments({ ...order, kind }).join(' ');
    for (const word of words) expect(args).toContain(word);
    expect(args).toContain(kind.codec === 'h264' ? '-threads 1 -r 30' : 'pools=1');
  });
});
