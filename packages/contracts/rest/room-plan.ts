/** Breakout rooms as the owner prepares them before the meeting, over HTTP; once somebody is inside, hosts have them in hand there. */
import Type, { type Static } from 'typebox';
import { ConferenceId } from '../ids.ts';

/** How many there may be, and how long they are, is judged by the use case, which can say in words what is wrong. */
const Typed = Type.String({ maxLength: 1_000 });
const People = Type.Array(Typed, { maxItems: 1_000, description: 'E-mail addresses of accounts; each in one room' });
const ByChoice = Type.Boolean({ description: 'People choose their room themselves' });
const MayReturn = Type.Boolean({ description: 'People may go back to the main room when they like' });

export const RoomPlanRequest = Type.Object({
  /** All that are to be: a room that is left out is gone. */
  rooms: Type.Array(
    Type.Object({
      id: Type.Optional(Type.String({ maxLength: 100, description: 'Of a room that is there; without it, a new one' })),
      name: Typed,
      people: People,
    }),
    { maxItems: 1_000 },
  ),
  /** What is left out stays as it was. */
  byChoice: Type.Optional(ByChoice),
  mayReturn: Type.Optional(MayReturn),
});
export const RoomPlan = Type.Object({
  rooms: Type.Array(Type.Object({ id: ConferenceId, name: Type.String(), people: People })),
  byChoice: ByChoice,
  mayReturn: MayReturn,
});

export type RoomPlanRequest = Static<typeof RoomPlanRequest>;
export type RoomPlan = Static<typeof RoomPlan>;
