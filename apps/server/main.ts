/** The program's front door: right Node, right settings, then everything else. Exit codes: 0 ended as asked, 1 broken, 2 settings. */
const neededMajor = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < neededMajor) {
  console.error(`Veche runs on Node ${neededMajor} or newer; this is Node ${process.versions.node}.`);
  console.error(
    'Start it with `npm start`, which brings its own Node along, or install a newer one from https://nodejs.org.',
  );
  process.exit(2);
}
const { runProgram } = await import('./run-program.ts');
await runProgram();

export {};
