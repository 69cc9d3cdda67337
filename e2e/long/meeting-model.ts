/**
 * A hundred thousand random sequences of comings, goings, roles, doors, rooms and deaths against the pure meeting, on two cores. What is checked after each
 * step stands in `media/control/meeting/suite/meeting-model.ts`; a sequence that breaks a rule is printed as short as it gets.
 *
 * `e2e/long/meeting-model.ts [short | sequences]`
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { checkMeetings } from '../../media/control/meeting/suite/check-meetings.ts';

const [wanted = 'short', part] = process.argv.slice(2);
const sequences = wanted === 'short' ? 100_000 : Number(wanted);
const processes = 2;
const atATime = 5_000;

if (part === undefined) {
  const each = Math.ceil(sequences / processes);
  const children = Array.from({ length: processes }, (_, nth) =>
    fork(fileURLToPath(import.meta.url), [String(each), `part ${nth + 1}`]),
  );
  const codes = await Promise.all(children.map(async (child) => ((await once(child, 'exit')) as [number | null])[0]));
  if (codes.every((code) => code === 0)) console.log(`${each * processes} sequences hold every rule`);
  else process.exitCode = 1;
} else {
  const seen = new Map<string, number>();
  for (let done = 0; done < sequences; done += atATime) {
    for (const [what, count] of checkMeetings(Math.min(atATime, sequences - done))) {
      seen.set(what, (seen.get(what) ?? 0) + count);
    }
    if ((done / atATime) % 4 === 3)
      console.log(`${part}: ${done + atATime} sequences after ${Math.round(performance.now() / 1_000)} s`);
  }
  const most = [...seen].toSorted(([, a], [, b]) => b - a).slice(0, 12);
  console.log(`${part}: ${most.map(([what, count]) => `${what} ${count}`).join(', ')}`);
}
