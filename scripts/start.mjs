/** `npm start`: sets up what is missing, then runs the program. */
import { runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

await setUp();
process.exitCode = await runNode('apps/server/main.ts', process.argv.slice(2));
