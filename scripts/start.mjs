/** `npm start`: sets up what is missing and runs the program. A web app that must be built is built while the program starts. */
import { runNode } from './runtime.mjs';
import { buildWebApp, setUpPackages } from './setup.mjs';

await setUpPackages();
const ending = new AbortController();
const program = runNode('apps/server/main.ts', process.argv.slice(2), { endOn: ending.signal });
let askedToEnd = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    askedToEnd = true;
  });
}
buildWebApp().then((problem) => {
  if (problem === undefined || askedToEnd) return;
  console.error(`\n${problem}`);
  ending.abort();
});
const exitCode = await program;
process.exitCode = ending.signal.aborted ? 1 : exitCode;
