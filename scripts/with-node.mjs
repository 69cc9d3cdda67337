/** `node scripts/with-node.mjs FILE [arguments]`: sets up what is missing, then runs a file of this project under its own Node. */
import { fail, runNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail('Name the file to run: node scripts/with-node.mjs bench/plane/main.ts');
await setUp();
process.exitCode = await runNode(file, args);
