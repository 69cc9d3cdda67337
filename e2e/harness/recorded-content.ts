/**
 * What a finished recording shows and sounds like, moment by moment: whose picture and when it was drawn, from the code in each frame; who spoke and when
 * they began, from their tones. Times in the file are seconds, times of the world are milliseconds since the epoch.
 */

import { execFileSync } from 'node:child_process';
import { readFrameCodeFromRgba } from '@veche/testkit/frame-code.ts';
import { counterHz } from './fake-devices.ts';

const soundRateHz = 48_000;
/** Amplitude. */
const audible = 0.03;
const size = { width: 160, height: 90 };
const frameRateHz = 30;

export interface RecordedFrame {
  readonly atSeconds: number;
  readonly colour: number;
  /** When it was drawn, to a thirtieth of a second. */
  readonly drawnAtMs: number;
}

function decoded(path: string, args: readonly string[]): Buffer {
  const output = ['-nostdin', '-loglevel', 'error', '-i', path, ...args, 'pipe:1'];
  return execFileSync('ffmpeg', output, { maxBuffer: 1024 ** 3 });
}

/** `nearMs`: some moment of the meeting, by which the counter's turns are told apart. Frames without a code are left out. */
export function framesOf(path: string, nearMs: number): RecordedFrame[] {
  const scaled = `fps=${frameRateHz},scale=${size.width}:${size.height}:flags=area`;
  const raw = decoded(path, ['-map', '0:v', '-vf', scaled, '-pix_fmt', 'rgba', '-f', 'rawvideo']);
  const bytes = size.width * size.height * 4;
  const frames: RecordedFrame[] = [];
  for (let frame = 0; (frame + 1) * bytes <= raw.length; frame++) {
    const code = readFrameCodeFromRgba({ ...size, data: raw.subarray(frame * bytes, (frame + 1) * bytes) });
    if (code === undefined) continue;
    const near = Math.floor((nearMs / 1_000) * counterHz);
    const counter = near + (((code.counter - near) << 16) >> 16);
    frames.push({ atSeconds: frame / frameRateHz, colour: code.colour, drawnAtMs: (counter * 1_000) / counterHz });
  }
  return frames;
}

export const soundOf = (path: string): Float32Array => {
  const raw = decoded(path, ['-map', '0:a', '-ac', '1', '-ar', String(soundRateHz), '-f', 'f32le']);
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
};

export interface Beginning {
  readonly toneHz: number;
  /** In the file; to about five milliseconds. */
  readonly atSeconds: number;
}

/** When each of the tones becomes the one that is heard, after half a second or more in which it was not. */
export function beginningsOf(samples: Float32Array, tonesHz: readonly number[]): Beginning[] {
  const step = 240;
  const window = 960;
  const beginnings: Beginning[] = [];
  const lastHeard = new Map<number, number>();
  for (let at = 0; at + window <= samples.length; at += step) {
    const levels = tonesHz.map((toneHz) => levelOf(samples, at, window, toneHz));
    const loudest = Math.max(...levels);
    const toneHz = tonesHz[levels.indexOf(loudest)]!;
    const isAlone = levels.filter((level) => level > loudest / 2).length === 1;
    if (loudest < audible || !isAlone) continue;
    const heardAt = lastHeard.get(toneHz);
    // Half of the window must hold it before it is seen.
    if (heardAt === undefined || at - heardAt > soundRateHz / 2) {
      beginnings.push({ toneHz, atSeconds: (at + window / 2) / soundRateHz });
    }
    lastHeard.set(toneHz, at);
  }
  return beginnings;
}

/** Amplitude of the tone within the window, whose ends fade so that one tone is not seen in another. */
function levelOf(samples: Float32Array, at: number, window: number, toneHz: number): number {
  let [sine, cosine] = [0, 0];
  for (let index = 0; index < window; index++) {
    const angle = (2 * Math.PI * toneHz * index) / soundRateHz;
    const faded = (samples[at + index] ?? 0) * (1 - Math.cos((2 * Math.PI * index) / window));
    sine += faded * Math.sin(angle);
    cosine += faded * Math.cos(angle);
  }
  return Math.hypot(sine, cosine) / (window / 2);
}
