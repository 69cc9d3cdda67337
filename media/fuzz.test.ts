/** Runs every fuzz target of the project for VECHE_FUZZ_SECONDS (20 when absent) each, two at a time. */
import { globSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startFuzzJobs } from '@veche/testkit/fuzz-pool.ts';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const seconds = Number(process.env.VECHE_FUZZ_SECONDS ?? 20);
const files = globSync('{media,services,packages}/**/*.fuzz.ts', {
  cwd: root,
  exclude: (path) => path.endsWith('node_modules'),
})
  .map((file) => file.replaceAll('\\', '/'))
  .sort();

describe('parsers of remote bytes', () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const outcomes = startFuzzJobs(
    files.map((file) => ({ module: pathToFileURL(root + file).href, seed, durationMs: seconds * 1_000 })),
    2,
  );
  const timeoutMs = files.length * (seconds + 70) * 1_000;

  it.each(files.map((file, index) => [file, index] as const))(
    'survive whatever comes: %s',
    async (_file, index) => {
      const { failure } = await outcomes[index]!;
      expect(failure).toBeUndefined();
    },
    timeoutMs,
  );
});
