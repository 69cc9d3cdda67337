/**
 * `npm run e2e [-- vitest arguments]`: the browser suites against the real program. With `--all` the long suites of
 * e2e/long follow at their short length, one after another; `npm run nightly` gives them all the time they want. A missing browser is a failure in words, never a skipped suite.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { fail, findNode, root, run, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

const tools = [
  ['chromium', '--version'],
  ['firefox-esr', '--version'],
  ['ffmpeg', '-version'],
  ['openssl', 'version'],
  ['pulseaudio', '--version'],
  ['ip', '-V'],
  ['unshare', '--version'],
];

await setUp();
const missing = tools.filter(([command, argument]) => spawnSync(command, [argument], { stdio: 'ignore' }).status !== 0);
if (missing.length > 0) {
  const names = missing.map(([command]) => command).join(' ');
  fail(`The browser suites need ${names}, which this machine does not have.`, `On Debian: apt-get install ${names}`);
}

/** As shells have it: 128 and the signal. */
const crashes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL'].map((signal) => 128 + constants.signals[signal]);

const all = process.argv.includes('--all');
const args = process.argv.slice(2).filter((argument) => argument !== '--all');
const report = join(root, 'e2e', 'output', 'browser-suites.json');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
rmSync(report, { force: true });
const suites = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/vitest.config.ts', ...reporters, ...args];
const results = [['browser suites', await inOwnNetwork(suites)]];
for (const file of all ? longSuites() : []) {
  console.log(`\n${file}`);
  results.push([file, await runLong(file)]);
}
console.log('');
for (const [name, code] of results) console.log(code === 0 ? `ok     ${name}` : `FAILED ${name}, exit code ${code}`);
for (const line of failures()) console.log(line);
process.exitCode = results.every(([, code]) => code === 0) ? 0 : 1;

/** See e2e/harness/own-network.sh for why. */
function inOwnNetwork(args) {
  const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const node = [findNode(), '--disable-warning=ExperimentalWarning', ...args];
  return run('unshare', [...asRoot, '--net', 'sh', 'e2e/harness/own-network.sh', ...node]);
}

/** libwebrtc's bindings, which only tests have, may take their process with them: that says nothing of the program, and is told and tried once more. */
async function runLong(file) {
  const code = await runNode(file, ['short']);
  if (!crashes.includes(code)) return code;
  console.error(`${file} CRASHED with exit code ${code}: once more`);
  return runNode(file, ['short']);
}

function longSuites() {
  const folder = join(root, 'e2e', 'long');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `e2e/long/${name}`);
}

/** The browser tests that failed, each with the first line of why: what comes last is what is read of a long log. */
function failures() {
  if (!existsSync(report)) return [];
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(join(root, 'e2e'), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const lines = failed.map((test) => `  ${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
    return lines.length > 0 || status !== 'failed' ? lines : [`  ${file}: ${firstLine(message)}`];
  });
}

function firstLine(text = '') {
  return text.split('\n', 1)[0];
}
