import { expect, it } from 'vitest';
import type { Door } from '../needs.ts';
import { ClosedDoors } from './closed-doors.ts';

/** Doors whose answers the test gives, in the order of the questions. */
function doorsForTests() {
  const asked: { readonly participantId: string; answer(door: Door | Error): Promise<void> }[] = [];
  const changed: string[] = [];
  const doors = new ClosedDoors(
    (participantId) =>
      new Promise((resolve, reject) =>
        asked.push({
          participantId,
          answer: async (door) => {
            if (door instanceof Error) reject(door);
            else resolve(door);
            await new Promise(setImmediate);
          },
        }),
      ),
    (participantId) => void changed.push(participantId),
  );
  return { doors, asked, changed };
}

it('a door that is not known yet is shut, is asked for once, and what comes of it is told', async () => {
  const { doors, asked, changed } = doorsForTests();
  expect([doors.known('anna'), doors.known('anna')]).toEqual(['shut', 'shut']);
  const found = doors.find('anna');
  expect(asked.map(({ participantId }) => participantId)).toEqual(['anna']);
  await asked[0]!.answer('open');
  await found;
  expect([doors.known('anna'), changed]).toEqual(['open', ['anna']]);
});

it('what is known is kept while it is asked for again, and dropped when nobody is there', async () => {
  const { doors, asked, changed } = doorsForTests();
  doors.known('anna');
  await asked[0]!.answer('open');
  for (let tick = 0; tick < 5; tick += 1) doors.growOld(() => true);
  expect([asked.length, doors.known('anna')]).toEqual([2, 'open']);
  await asked[1]!.answer('shut');
  expect([doors.known('anna'), changed]).toEqual(['shut', ['anna', 'anna']]);
  for (let tick = 0; tick < 5; tick += 1) doors.growOld(() => false);
  expect(asked.length).toBe(2);
  expect([doors.known('anna'), asked.length]).toEqual(['shut', 3]);
});

it('who waits is told when it cannot be found out, the door stays as it was, and it is asked for again', async () => {
  const { doors, asked } = doorsForTests();
  const found = expect(doors.find('anna')).rejects.toThrow('away');
  await asked[0]!.answer(new Error('away'));
  await found;
  expect([doors.known('anna'), asked.length]).toEqual(['shut', 2]);
  await asked[1]!.answer('open');
  for (let tick = 0; tick < 2; tick += 1) doors.growOld(() => true);
  await asked[2]!.answer(new Error('away'));
  expect(doors.known('anna')).toBe('open');
  doors.growOld(() => true);
  expect(asked.length).toBe(4);
});

it('an answer that comes after the meeting went on says nothing', async () => {
  const { doors, asked, changed } = doorsForTests();
  doors.known('anna');
  doors.forget('anna');
  await asked[0]!.answer('open');
  expect([changed, doors.known('anna'), asked.length]).toEqual([[], 'shut', 2]);
});
