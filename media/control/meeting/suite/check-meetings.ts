/** So many random sequences against the model; whoever runs it says how many, from a few in every test run to a hundred thousand. */
import fc from 'fast-check';
import { type Action, actionNames } from './meeting-actions.ts';
import { MeetingModel } from './meeting-model.ts';

const anyAction: fc.Arbitrary<Action> = fc.record({
  name: fc.constantFrom(...actionNames),
  who: fc.integer({ min: 0, max: 999 }),
  what: fc.integer({ min: 0, max: 999 }),
});
/** Up to so many actions, and what they begin with. */
export const anySequence = (maxLength: number) =>
  fc.tuple(
    fc.constantFrom('empty', 'inside', 'inRooms', 'inRooms'),
    fc.array(anyAction, { minLength: 1, maxLength, size: 'max' }),
  );

/** Throws with the shortest sequence that breaks a rule. Answers what happened how often. */
export function checkMeetings(sequences: number): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.noBias(anySequence(60)), ([started, actions]) => {
      for (const [what, count] of new MeetingModel().run(started, actions))
        seen.set(what, (seen.get(what) ?? 0) + count);
    }),
    { numRuns: sequences },
  );
  return seen;
}
