import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeFfmpeg } from '../../suite/fake-ffmpeg.ts';
import { findFfmpeg, lacking, locate } from './find-ffmpeg.ts';

describe('looking for ffmpeg', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'veche-find-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const program = (name: string, text: string, mode = 0o755): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  it('finds the one of the PATH, or the one that a setting names, and asks it what it can do', async () => {
    const fake = fakeFfmpeg();
    const found = {
      type: 'found',
      ffmpeg: {
        path: fake.path,
        version: '9.9-fake',
        hasX265: false,
        fontPath: undefined,
        matcherPath: undefined,
      },
    };
    expect(await findFfmpeg({ setting: '', searchPath: `${folder}:relative:${fake.folder}` })).toEqual(found);
    expect(await findFfmpeg({ setting: fake.path, searchPath: '' })).toEqual(found);
    fake.remove();
  });

  it.each([
    ['off', '', 'it is switched off'],
    ['', '', 'there is no ffmpeg that can be run'],
    ['../ffmpeg', '/', 'there is no ../ffmpeg that can be run'],
  ])('says why there is none: setting %j', async (setting, searchPath, reason) => {
    expect(await findFfmpeg({ setting, searchPath })).toEqual({ type: 'none', reason });
  });

  it('wants one that runs, and that can do what is needed', async () => {
    const broken = program('ffmpeg', '#!/bin/sh\nexit 1\n');
    expect(await findFfmpeg({ setting: '', searchPath: folder })).toEqual({
      type: 'none',
      reason: `${broken} is no ffmpeg that runs here`,
    });
    program('ffmpeg', '#!/bin/sh\necho "ffmpeg version 1.2 Copyright"\necho " V..... aac of use"\n');
    expect(await findFfmpeg({ setting: '', searchPath: folder })).toEqual({
      type: 'none',
      reason: `${broken} lacks libx264, h264, vp8, opus`,
    });
  });

  it('takes only what may be run for a program', () => {
    program('data', 'text', 0o644);
    mkdirSync(join(folder, 'none'));
    expect(locate('data', folder)).toBeUndefined();
    expect(locate('nowhere', folder)).toBeUndefined();
  });

  it('reads lists as ffmpeg prints them', () => {
    const list =
      ' V....D libx264              libx264 H.264 / AVC\n T.C drawtext          V->V       Draw text\n libx265 is a word';
    expect(lacking(list, ['libx264', 'drawtext', 'libx265', 'x264'])).toEqual(['libx265', 'x264']);
    expect(lacking(undefined, ['aac'])).toEqual(['aac']);
  });
});
