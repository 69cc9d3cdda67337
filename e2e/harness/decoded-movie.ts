/** What is really in a file: its pictures as colours, its sound as samples, decoded by ffmpeg. */
import { execFileSync } from 'node:child_process';

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

const soundRate = 48_000;

function run(program: string, args: readonly string[]): Buffer {
  return execFileSync(program, args, { maxBuffer: 1024 ** 3, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The colour in the middle of each picture, or of a part of it that a filter cuts out. */
export function coloursOf(path: string, part = 'null'): Colour[] {
  const filters = `${part},scale=9:9:flags=area,format=rgb24`;
  const raw = run('ffmpeg', [
    '-loglevel',
    'error',
    '-i',
    path,
    '-map',
    '0:v',
    '-vf',
    filters,
    '-vsync',
    'passthrough',
    '-f',
    'rawvideo',
    'pipe:1',
  ]);
  const [frameBytes, middle] = [9 * 9 * 3, (4 * 9 + 4) * 3];
  return Array.from({ length: raw.length / frameBytes }, (_, frame) => {
    const at = frame * frameBytes + middle;
    return { red: raw[at] ?? 0, green: raw[at + 1] ?? 0, blue: raw[at + 2] ?? 0 };
  });
}

export function soundOf(path: string): Float32Array {
  const raw = run('ffmpeg', [
    '-loglevel',
    'error',
    '-i',
    path,
    '-map',
    '0:a',
    '-ac',
    '1',
    '-ar',
    String(soundRate),
    '-f',
    'f32le',
    'pipe:1',
  ]);
  return new Float32Array(raw.buffer, raw.byteOffset, raw.length / 4);
}

/** What ffmpeg has to complain about when it decodes all of it; empty = nothing. */
export function complaintsAbout(path: string): string {
  const script =
    'ffmpeg -nostdin -v warning -i "$0" -map 0 -c:v rawvideo -c:a pcm_s16le -max_muxing_queue_size 4096 -f nut -y /dev/null 2>&1';
  return run('sh', ['-c', script, path]).toString('utf8').trim();
}

export interface ProbedStream {
  readonly codec_name: string;
  readonly codec_type: 'video' | 'audio';
  readonly width?: number;
  readonly height?: number;
  readonly avg_frame_rate: string;
  readonly start_time: string;
  readonly duration: string;
  readonly nb_read_packets: string;
}

export function probe(path: string): ProbedStream[] {
  const args = ['-loglevel', 'error', '-count_packets', '-show_streams', '-of', 'json', path];
  return JSON.parse(run('ffprobe', args).toString('utf8')).streams;
}

/** How a tone runs: in each window of 50 ms its phase against a tone that never stops, and how far the samples are from one. */
export function toneIn(samples: Float32Array, hertz: number, stepSamples = 600) {
  const windowSamples = 2_400;
  const windows: { readonly at: number; readonly level: number; readonly phase: number; readonly rest: number }[] = [];
  for (let at = 0; at + windowSamples <= samples.length; at += stepSamples) {
    let [sine, cosine] = [0, 0];
    const angle = (index: number) => (2 * Math.PI * hertz * (at + index)) / soundRate;
    for (let index = 0; index < windowSamples; index++) {
      sine += (samples[at + index] ?? 0) * Math.sin(angle(index));
      cosine += (samples[at + index] ?? 0) * Math.cos(angle(index));
    }
    sine /= windowSamples / 2;
    cosine /= windowSamples / 2;
    let rest = 0;
    for (let index = 0; index < windowSamples; index++) {
      const ideal = sine * Math.sin(angle(index)) + cosine * Math.cos(angle(index));
      rest = Math.max(rest, Math.abs((samples[at + index] ?? 0) - ideal));
    }
    windows.push({ at, level: Math.hypot(sine, cosine), phase: Math.atan2(cosine, sine), rest });
  }
  return windows;
}

/** When it becomes loud, in seconds. */
export function onsetsIn(samples: Float32Array, threshold = 0.1): number[] {
  const onsets: number[] = [];
  let quietSamples = Number.POSITIVE_INFINITY;
  for (const [index, sample] of samples.entries()) {
    if (Math.abs(sample) < threshold) {
      quietSamples += 1;
      continue;
    }
    if (quietSamples > soundRate / 5) onsets.push(index / soundRate);
    quietSamples = 0;
  }
  return onsets;
}
