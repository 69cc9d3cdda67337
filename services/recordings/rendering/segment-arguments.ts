/**
 * What ffmpeg is told for one chunk: its picture at 30 frames a second in the wanted size with the names on it, beside the sound as it was recorded;
 * and the sound as AAC, on its standard output. One process does it all, so the chunk is decoded once. It works in a folder of its own, whose
 * files have names of ours: nothing here was typed by anybody, and nothing needs to be escaped.
 */
import { framesOf, framesPerSecond, type Span, samplesPerSecond } from './frame-grid.ts';
import type { NameLabel } from './name-labels.ts';
import type { SoundPlan } from './sound-grid.ts';

export type VideoCodec = 'h264' | 'h265';
export type HeightPx = 720 | 1080;

export interface RenderKind {
  readonly heightPx: HeightPx;
  readonly codec: VideoCodec;
}

export const segmentFiles = {
  chunk: 'chunk',
  /** The chunk's sound alone. */
  ownSound: 'own-sound.mp4',
  /** What is decoded of it and of what was before, each with a decoder of its own. */
  decodedSound: (number: number) => `sound-${number}.mp4`,
  name: (number: number) => `name-${number}.txt`,
  font: (number: number) => `font-${number}`,
  segment: 'segment.mp4',
} as const;

export interface SegmentOrder {
  readonly kind: RenderKind;
  readonly span: Span;
  /** null: there is no picture to be had of it, and black stands in. */
  readonly video: {
    readonly container: 'mp4' | 'webm';
    readonly codec: 'h264' | 'vp8';
    readonly widthPx: number;
    readonly heightPx: number;
  } | null;
  readonly sound: SoundPlan;
  readonly decodedSounds: number;
  /** Empty where nothing can draw them. */
  readonly labels: readonly NameLabel[];
  readonly threads: number;
}

/** A key frame for each four seconds: that is how far a player has to decode at most to show any moment. */
const keyFrameEvery = 4 * framesPerSecond;
export const videoTicksPerSecond = 90_000;
const soundBitrate = '128k';

export function segmentArguments(order: SegmentOrder): string[] {
  const { video, decodedSounds, threads } = order;
  const onlyFiles = ['-protocol_whitelist', 'file'];
  const sounds = Array.from({ length: decodedSounds }, (_, number) => [
    ...onlyFiles,
    '-f',
    'mp4',
    '-i',
    segmentFiles.decodedSound(number),
  ]);
  const { widthPx, heightPx } = sizeOf(order.kind);
  const picture =
    video === null
      ? [
          '-f',
          'lavfi',
          '-i',
          `color=black:size=${widthPx}x${heightPx}:rate=${framesPerSecond}:duration=${seconds(order.span.lengthSamples)}`,
        ]
      : [
          ...onlyFiles,
          '-threads',
          '1',
          '-f',
          video.container === 'mp4' ? 'mp4' : 'matroska',
          '-c:v',
          video.codec,
          '-i',
          segmentFiles.chunk,
        ];
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'],
    ...picture,
    ...[...onlyFiles, '-f', 'mp4', '-i', segmentFiles.ownSound],
    ...sounds.flat(),
    ...['-filter_complex_threads', '1', '-filter_complex', `${pictureFilters(order)};${soundFilters(order)}`],
    ...['-map', '[picture]', '-map', '1:a:0', ...encoderArguments(order.kind, threads), '-c:a', 'copy'],
    ...['-video_track_timescale', String(videoTicksPerSecond), '-map_metadata', '-1', '-fflags', '+bitexact'],
    ...['-movflags', '+frag_custom+empty_moov+default_base_moof', '-f', 'mp4', segmentFiles.segment],
    ...['-map', '[sound]', '-c:a', 'aac', '-b:a', soundBitrate, '-ac', '2', '-f', 'adts', 'pipe:1'],
  ];
}

export function sizeOf({ heightPx }: RenderKind): { readonly widthPx: number; readonly heightPx: number } {
  return { widthPx: (heightPx / 9) * 16, heightPx };
}

/** What the frames say of themselves is the same in all segments, so that one description fits them all. */
export function encoderArguments(kind: RenderKind, threads: number): string[] {
  const colours = [
    '-colorspace',
    'smpte170m',
    '-color_primaries',
    'smpte170m',
    '-color_trc',
    'smpte170m',
    '-color_range',
    'tv',
  ];
  const rate = ['-r', String(framesPerSecond), '-g', String(keyFrameEvery), '-pix_fmt', 'yuv420p', ...colours];
  if (kind.codec === 'h265') {
    const quiet = `log-level=error:open-gop=0:pools=${threads}:frame-threads=1:info=0`;
    return ['-c:v', 'libx265', '-preset', 'veryfast', '-crf', '26', '-tag:v', 'hvc1', '-x265-params', quiet, ...rate];
  }
  const level = kind.heightPx === 720 ? '3.1' : '4.0';
  return [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-profile:v',
    'high',
    '-level:v',
    level,
    '-crf',
    '23',
    '-threads',
    String(threads),
    ...rate,
  ];
}

/** A file has to have a picture, also of a chunk that is so short that none of the grid falls on it: joining takes none of it then. */
export const renderedFrames = (span: Span): number => Math.max(1, framesOf(span).frames);

function pictureFilters({ kind, span, labels, video }: SegmentOrder): string {
  const { widthPx, heightPx } = sizeOf(kind);
  const { offsetSamples } = framesOf(span);
  const frames = renderedFrames(span);
  // What has the right size already is not gone through once more for its colours.
  const isThatSize = video?.widthPx === widthPx && video.heightPx === heightPx;
  const colours = isThatSize ? '' : ':out_color_matrix=bt601:out_range=tv';
  const fit = `scale=${widthPx}:${heightPx}:force_original_aspect_ratio=decrease:force_divisible_by=2${colours}`;
  const frame = `pad=${widthPx}:${heightPx}:(ow-iw)/2:(oh-ih)/2:black,setsar=1,format=yuv420p`;
  // The grid's first frame may stand a little before or after the chunk's start; no picture is lost before it, nor one that is told to last no time.
  const shift = `setpts='max(0,PTS-(${seconds(offsetSamples)})/TB)'`;
  const rate = `fps=${framesPerSecond}:start_time=0:eof_action=pass`;
  // Exactly so many, whether the last one stood long or was late.
  const length = `tpad=stop_mode=clone:stop=${frames},trim=end_frame=${frames}`;
  const [first, ...others] = labels;
  const isOneForAll = first?.fromMs === 0 && others.length === 0 && first.toMs * 48 >= span.lengthSamples;
  // A name that stays is drawn on the recorded pictures, which are fewer.
  const before = isOneForAll ? [drawName(0, heightPx)] : [];
  const after = isOneForAll ? [] : labels.map((label, number) => drawName(number, heightPx, label));
  return `[0:v:0]${[fit, frame, ...before, shift, rate, length, ...after].join(',')}[picture]`;
}

function drawName(number: number, heightPx: number, label?: NameLabel): string {
  const part = (share: number) => Math.round(heightPx * share);
  const place = `x=${part(0.04)}:y=h-${part(0.04)}-th:fontsize=${part(0.036)}`;
  const look = `fontcolor=white:box=1:boxcolor=black@0.55:boxborderw=${part(0.012)}`;
  const when = label === undefined ? '' : `:enable='gte(t,${label.fromMs / 1_000})*lt(t,${label.toMs / 1_000})'`;
  return `drawtext=fontfile=${segmentFiles.font(number)}:textfile=${segmentFiles.name(number)}:expansion=none:${look}:${place}${when}`;
}

function soundFilters({ sound, decodedSounds }: SegmentOrder): string {
  const inputs = Array.from({ length: decodedSounds }, (_, number) => `[${number + 2}:a:0]`).join('');
  const joinedSound = decodedSounds === 1 ? '' : `concat=n=${decodedSounds}:v=0:a=1,`;
  // Counted in samples, not by what the files say of time.
  return `${inputs}${joinedSound}atrim=start_sample=${sound.skipSamples},asetpts=N/SR/TB[sound]`;
}

function seconds(samples: number): string {
  return (samples / samplesPerSecond).toFixed(6);
}
