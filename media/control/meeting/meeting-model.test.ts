import { expect, it } from 'vitest';
import { decidedMethods } from './meeting-step.ts';
import { checkMeetings } from './suite/check-meetings.ts';

/** `e2e/long/meeting-model.ts` runs a hundred thousand. */
const sequences = 1_500;

it('M6, B1 to B4: whatever is done in whatever order, roles, doors and rooms are as they must be, and everybody knows it', () => {
  const seen = checkMeetings(sequences);
  // A model that never gets anywhere would find nothing.
  for (const what of [
    'several in rooms',
    'somebody waits',
    'restarted',
    'came back as they were',
    'several in h264',
    'several in vp8',
    'recorded',
  ]) {
    expect(seen.get(what), what).toBeGreaterThan(0);
  }
  const done = decidedMethods.filter((method) => seen.has(`${method}: done`));
  expect(done).toEqual(
    expect.arrayContaining(['admit', 'remove', 'handOverHost', 'assign', 'enterRoom', 'closeRooms']),
  );
});
