/** `npm run nightly`: what takes too long for every change: each parser fuzzed for ten minutes, the soak of half an hour. */
import { childEnvironment, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

await setUp();
const fuzz = await runNode('node_modules/vitest/vitest.mjs', ['run', 'media/fuzz.test.ts'], {
  env: childEnvironment({ VECHE_FUZZ_SECONDS: '600' }),
});
const soak = await runNode('e2e/long/soak.ts', ['30']);
console.log(`${fuzz === 0 ? 'ok    ' : 'FAILED'} fuzz\n${soak === 0 ? 'ok    ' : 'FAILED'} soak`);
process.exitCode = fuzz === 0 && soak === 0 ? 0 : 1;
