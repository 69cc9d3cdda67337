/** An ffmpeg for machines that have none: see `rendering/fixtures/fake-ffmpeg.ts`. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handMadeMp4 } from '../rendering/fixtures/hand-made-mp4.ts';
import { silence } from '../rendering/opus-packets.ts';
import type { StoredChunk } from './rendered-recordings.ts';

export interface FakeBehaviour {
  /** Says so and fails, where the chunk's file has `failOn` in it. */
  readonly fail?: string;
  readonly failOn?: string;
  readonly hang?: boolean;
  readonly killItself?: boolean;
}

export function fakeFfmpeg() {
  const folder = mkdtempSync(join(tmpdir(), 'veche-fake-ffmpeg-'));
  const path = join(folder, 'ffmpeg');
  const script = new URL('../rendering/fixtures/fake-ffmpeg.ts', import.meta.url).pathname;
  writeFileSync(path, `#!/bin/sh\nexec ${process.execPath} --no-warnings ${script} ${folder} "$@"\n`);
  chmodSync(path, 0o755);
  return {
    folder,
    path,
    ffmpeg: { path, version: 'fake', hasX265: false, fontPath: undefined, matcherPath: undefined },
    behave: (behaviour: FakeBehaviour) => writeFileSync(join(folder, 'behaviour.json'), JSON.stringify(behaviour)),
    /** How often it was to render a chunk. */
    renderings: () => (existsSync(join(folder, 'renderings')) ? statSync(join(folder, 'renderings')).size : 0),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Ten seconds each, of one run; their pictures are numbered bytes. */
export function chunksForFake(count: number, runStartedAtMs: number): StoredChunk[] {
  return Array.from({ length: count }, (_, number) => {
    const bytes = handMadeMp4({ frames: 250 + number, packets: silence(10_000), parameterSet: number + 1 });
    return {
      bytes,
      hash: createHash('sha256').update(bytes).digest('hex'),
      ...{ runStartedAtMs, number, startMs: runStartedAtMs + number * 10_000, durationMs: 10_000 },
      ...{ container: 'mp4', videoCodec: 'h264', widthPx: 640, heightPx: 360 },
    };
  });
}
