/** `npm run demo [-- N]`: sets up what is missing, then runs the demo. */
import { runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

await setUp();
process.exitCode = await runNode('scripts/demo.ts', process.argv.slice(2));
