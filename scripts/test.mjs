/** `npm test`: sets up what is missing, then runs every unit and integration test, each fuzz target for 20 s. Arguments go to vitest. */
import { childEnvironment, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

await setUp();
process.exitCode = await runNode('node_modules/vitest/vitest.mjs', ['run', ...process.argv.slice(2)], {
  env: childEnvironment({ VECHE_FUZZ_SECONDS: process.env.VECHE_FUZZ_SECONDS ?? '20' }),
});
