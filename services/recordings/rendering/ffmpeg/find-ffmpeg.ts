/**
 * Which ffmpeg this machine has, and what it can do: asked once, at start. Without one, or with one that lacks what every recording needs,
 * recordings are delivered as they were recorded, and the reason is told.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { type Fonts, findFonts } from './find-font.ts';

export interface Ffmpeg extends Fonts {
  readonly path: string;
  /** As it calls itself, as in `5.1.9-0+deb12u1`. */
  readonly version: string;
  readonly hasX265: boolean;
}

export type FfmpegSearch =
  | { readonly type: 'found'; readonly ffmpeg: Ffmpeg }
  | { readonly type: 'none'; readonly reason: string };

export interface WhereToLook {
  /** A setting: the program's path or name; empty = `ffmpeg`. `off` = none is wanted. */
  readonly setting: string;
  /** The environment's PATH. */
  readonly searchPath: string;
}

/** Never rejects. */
export async function findFfmpeg({ setting, searchPath }: WhereToLook): Promise<FfmpegSearch> {
  if (setting === 'off') return { type: 'none', reason: 'it is switched off' };
  const path = locate(setting || 'ffmpeg', searchPath);
  if (path === undefined) return { type: 'none', reason: `there is no ${setting || 'ffmpeg'} that can be run` };
  const [versions, encoders, decoders, filters] = await Promise.all(
    ['-version', '-encoders', '-decoders', '-filters'].map((question) => ask(path, ['-hide_banner', question])),
  );
  const version = /^ffmpeg version (\S+)/.exec(versions ?? '')?.[1];
  if (version === undefined) return { type: 'none', reason: `${path} is no ffmpeg that runs here` };
  const missing = [...lacking(encoders, ['libx264', 'aac']), ...lacking(decoders, ['h264', 'vp8', 'opus'])];
  if (missing.length > 0) return { type: 'none', reason: `${path} lacks ${missing.join(', ')}` };
  const canDraw = lacking(filters, ['drawtext']).length === 0;
  return {
    type: 'found',
    ffmpeg: {
      path,
      version,
      hasX265: lacking(encoders, ['libx265']).length === 0,
      ...(canDraw ? await findFonts(searchPath) : { fontPath: undefined, matcherPath: undefined }),
    },
  };
}

/** Which of the names are not in a list as ffmpeg prints it: flags, name, description. */
export function lacking(list: string | undefined, names: readonly string[]): string[] {
  const known = new Set((list ?? '').split('\n').map((line) => line.trim().split(/\s+/)[1]));
  return names.filter((name) => !known.has(name));
}

/** A program by its path, or by its name in the folders of a PATH. */
export function locate(program: string, searchPath: string): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  const candidates = isAbsolute(program)
    ? [program]
    : program.includes('/')
      ? []
      : folders.map((folder) => join(folder, program));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const answerMaxBytes = 1024 * 1024;
const patienceMs = 10_000;

/** What a program prints; undefined when it does not end well. Never rejects. */
export function ask(path: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      path,
      args,
      { env: {}, timeout: patienceMs, maxBuffer: answerMaxBytes, killSignal: 'SIGKILL' },
      (error, output) => resolve(error === null ? output : undefined),
    );
  });
}
