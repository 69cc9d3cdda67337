/**
 * A hundred thousand random sequences of comings, goings, roles, doors, rooms and deaths against the pure meeting. What is checked after each step
 * stands in `media/control/meeting/suite/meeting-model.ts`; a sequence that breaks a rule is printed as short as it gets.
 *
 * `e2e/long/meeting-model.ts [short | sequences]`
 */
import { checkMeetings } from '../../media/control/meeting/suite/check-meetings.ts';

const [wanted = 'short'] = process.argv.slice(2);
const sequences = wanted === 'short' ? 100_000 : Number(wanted);
const atATime = 5_000;

const seen = new Map<string, number>();
for (let done = 0; done < sequences; done += atATime) {
  for (const [what, count] of checkMeetings(Math.min(atATime, sequences - done)))
    seen.set(what, (seen.get(what) ?? 0) + count);
  if ((done / atATime) % 4 === 3)
    console.log(`${done + atATime} sequences after ${Math.round(performance.now() / 1_000)} s`);
}
const most = [...seen].toSorted(([, a], [, b]) => b - a);
console.table(Object.fromEntries(most.slice(0, 40)));
console.log(`${sequences} sequences hold every rule; ${most.length} kinds of steps happened`);
