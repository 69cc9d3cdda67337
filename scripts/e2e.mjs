/**
 * `npm run e2e [-- vitest arguments]`: the browser suites against the real program. With `--all` the long suites of
 * e2e/long follow at their short length, one after another; `npm run nightly` gives them all the time they want. A missing browser is a failure in words, never a skipped suite.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

const tools = [
  ['chromium', '--version'],
  ['firefox-esr', '--version'],
  ['ffmpeg', '-version'],
  ['openssl', 'version'],
  ['pulseaudio', '--version'],
];

await setUp();
const missing = tools.filter(([command, argument]) => spawnSync(command, [argument], { stdio: 'ignore' }).status !== 0);
if (missing.length > 0) {
  const names = missing.map(([command]) => command).join(' ');
  fail(`The browser suites need ${names}, which this machine does not have.`, `On Debian: apt-get install ${names}`);
}

const all = process.argv.includes('--all');
const args = process.argv.slice(2).filter((argument) => argument !== '--all');
const results = [
  [
    'browser suites',
    await runNode('node_modules/vitest/vitest.mjs', ['run', '--config', 'e2e/vitest.config.ts', ...args]),
  ],
];
for (const file of all ? longSuites() : []) {
  console.log(`\n${file}`);
  results.push([file, await runNode(file, ['short'])]);
}
console.log('');
for (const [name, code] of results) console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
process.exitCode = results.every(([, code]) => code === 0) ? 0 : 1;

function longSuites() {
  const folder = join(root, 'e2e', 'long');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `e2e/long/${name}`);
}
