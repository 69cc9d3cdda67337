/**
 * What the machine itself does to a beat: a process of its own that has nothing to do but wake every 20 ms, in the way that the sound thread does and
 * as urgent as a media worker. Its late beats are those that anybody would have had.
 */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const beatMs = 20;
/** As the sound thread counts. */
const lateMs = 10;
const niceness = -5;

export interface BareBeat {
  /** Of all beats so far. */
  lateBeats(): Promise<number>;
  stop(): void;
}

export function startBareBeat(): BareBeat {
  const child = fork(fileURLToPath(import.meta.url), ['beat'], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  return {
    lateBeats: () =>
      new Promise((resolve, reject) => {
        child.once('message', (late) => resolve(late as number));
        child.send('tell', (error) => error && reject(error));
      }),
    stop: () => void child.kill(),
  };
}

function beat(): void {
  try {
    setPriority(niceness);
  } catch {
    // Then the worker could not either.
  }
  let [late, dueMs] = [0, performance.now() + beatMs];
  const look = (): void => {
    const nowMs = performance.now();
    for (; dueMs <= nowMs; dueMs += beatMs) if (nowMs - dueMs > lateMs) late += 1;
    setTimeout(look, Math.max(0, Math.floor(dueMs - performance.now())));
  };
  look();
  process.on('message', () => process.send?.(late));
  process.on('disconnect', () => process.exit());
}

if (process.argv[2] === 'beat' && process.send !== undefined) beat();
