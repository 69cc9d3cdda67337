/**
 * `npm run check`: everything that a machine can judge without starting the product, two steps at a time, one line each. With `-- --tested` the unit tests are left
 * out, for whoever has just run `npm test`, which has them all.
 */
import { spawn } from 'node:child_process';
import { childEnvironment, findNode, root } from './runtime.mjs';
import { setUpPackages } from './setup.mjs';

const tsc = ['node_modules/typescript/bin/tsc', '-p'];
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter=dot'];
const steps = [
  ...(process.argv.includes('--tested') ? [] : [['unit tests', vitest]]),
  [
    'format and lint',
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--diagnostic-level=warn', '--error-on-warnings'],
  ],
  ['walls', ['scripts/walls.ts']],
  ['types: program', [...tsc, 'tsconfig.json']],
  ['types: pure rooms', [...tsc, 'tsconfig.pure.json']],
  ['types: web', [...tsc, 'tsconfig.web.json']],
  ['types: e2e and bench', [...tsc, 'tsconfig.tools.json']],
  ['generated pages', ['scripts/generate-docs.ts', '--check']],
  ['flows', ['scripts/check-flows.ts']],
];

await setUpPackages();
const node = findNode();
const startedAt = performance.now();
const waiting = [...steps];
const failed = [];
await Promise.all([drainQueue(), drainQueue()]);
console.log(
  failed.length === 0
    ? `All ${steps.length} steps passed in ${seconds(startedAt)}.`
    : `${failed.length} of ${steps.length} steps failed: ${failed.join(', ')}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

async function drainQueue() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const [name, args] = step;
    const stepStartedAt = performance.now();
    const { code, output } = await runQuietly(args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(stepStartedAt)})`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output.trimEnd());
  }
}

function runQuietly(args) {
  return new Promise((resolve) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      env: childEnvironment({ VECHE_FUZZ_SECONDS: process.env.VECHE_FUZZ_SECONDS ?? '1' }),
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('close', (code) => resolve({ code, output }));
  });
}

function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;
}
