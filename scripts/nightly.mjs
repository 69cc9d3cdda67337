/** `npm run nightly`: what takes too long for every change: each parser fuzzed for ten minutes, the soak of half an hour and that of sound for an hour, the chaos of chat and of recordings at full length, a fresh clone without network. */
import { childEnvironment, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

await setUp();
const fuzz = await runNode('node_modules/vitest/vitest.mjs', ['run', 'media/fuzz.test.ts'], {
  env: childEnvironment({ VECHE_FUZZ_SECONDS: '600' }),
});
const soak = await runNode('e2e/long/soak.ts', ['30']);
const soundSoak = await runNode('e2e/long/sound-soak.ts', ['60']);
const chaos = await runNode('e2e/long/chat-chaos.ts');
const recordingChaos = await runNode('e2e/long/recording-chaos.ts', ['30']);
const freshClone = await runNode('e2e/long/fresh-clone.ts');
const results = {
  fuzz,
  soak,
  'sound soak': soundSoak,
  'chat chaos': chaos,
  'recording chaos': recordingChaos,
  'fresh clone': freshClone,
};
for (const [name, code] of Object.entries(results)) console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
process.exitCode = Object.values(results).every((code) => code === 0) ? 0 : 1;
