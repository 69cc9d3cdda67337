import { expect, it } from 'vitest';
import { chatReducer } from './chat-slice.ts';
import { noticed, noticesReducer } from './notices-slice.ts';
import { answered, asked, peopleReducer, reacted, reactionsFaded, waitingTold } from './people-slice.ts';
import { chatToggled, peopleToggled } from './side-panels.ts';

type Acts = Parameters<typeof peopleReducer>[1];
const people = (...acts: Acts[]) =>
  acts.reduce<ReturnType<typeof peopleReducer> | undefined>(peopleReducer, undefined)!;
const chat = (...acts: Acts[]) => acts.reduce<ReturnType<typeof chatReducer> | undefined>(chatReducer, undefined)!;

it('one panel stands beside the stage at a time', () => {
  for (const [acts, open] of [
    [[peopleToggled()], [true, false]],
    [
      [peopleToggled(), chatToggled()],
      [false, true],
    ],
    [
      [chatToggled(), peopleToggled()],
      [true, false],
    ],
    [
      [peopleToggled(), peopleToggled()],
      [false, false],
    ],
  ] as const) {
    expect([people(...acts).open, chat(...acts).open]).toEqual(open);
  }
});

it('a reaction is seen for five seconds', () => {
  const clap = { participantId: 'a', name: 'Anna', reaction: 'clap', nowMs: 1_000 } as const;
  const state = people(reacted(clap), reacted({ ...clap, nowMs: 3_000 }));
  expect(peopleReducer(state, reactionsFaded(5_999)).reactions.length).toBe(2);
  expect(peopleReducer(state, reactionsFaded(6_000)).reactions.length).toBe(1);
  expect(peopleReducer(state, reactionsFaded(8_000)).reactions).toEqual([]);
});

it('a question of a host goes when it is answered', () => {
  const state = people(asked({ what: 'microphone', by: 'Vera' }), answered('microphone'));
  expect(state.askedBy).toEqual({});
});

it('whoever waits sees the last five messages', () => {
  const state = people(...Array.from({ length: 7 }, (_, index) => waitingTold({ from: 'Vera', text: `${index}` })));
  expect(state.told.map(({ text }) => text)).toEqual(['2', '3', '4', '5', '6']);
});

it('a notice takes the place of an older one that tells of the same', () => {
  const about = (topic: string, name: string) =>
    noticed({ kind: 'info', topic, text: { key: 'notice.handRaised', values: { name } } });
  const acts = [about('hands', 'Anna'), about('role', ''), about('hands', 'Boris')];
  const { items } = acts.reduce<ReturnType<typeof noticesReducer> | undefined>(noticesReducer, undefined)!;
  expect(items.map(({ topic, text }) => [topic, 'values' in text && text.values?.name])).toEqual([
    ['role', ''],
    ['hands', 'Boris'],
  ]);
});
