import type { CallParticipant } from '@veche/client/call-state.ts';
import { describe, expect, it } from 'vitest';
import { handPlaces, listed, nameTest } from './people-order.ts';

const person = (name: string, more: Partial<CallParticipant> = {}): CallParticipant => ({
  participantId: name,
  name,
  role: 'guest',
  connected: true,
  network: 3,
  isOwner: false,
  handOrder: null,
  producers: [],
  joinedAtMs: 0,
  speaking: false,
  isSelf: false,
  ...more,
});

describe('the list of people', () => {
  it('has raised hands first, in the order in which they went up, then oneself, hosts, and the rest by name', () => {
    const people = [
      person('boris'),
      person('Anna'),
      person('Vera', { handOrder: 9 }),
      person('Hugo', { role: 'host' }),
      person('Clara', { role: 'coHost' }),
      person('me', { isSelf: true }),
      person('Zoë', { handOrder: 4, role: 'coHost' }),
    ];
    const { raised, others } = listed(people, new Intl.Collator('en'));
    expect(raised.map(({ name }) => name)).toEqual(['Zoë', 'Vera']);
    expect(others.map(({ name }) => name)).toEqual(['me', 'Hugo', 'Clara', 'Anna', 'boris']);
    expect(people[0]?.name, 'what was given stays as it was').toBe('boris');
  });
  it('counts hands from one, whatever numbers they have', () => {
    const places = handPlaces([person('a', { handOrder: 17 }), person('b'), person('c', { handOrder: 3 })]);
    expect([...places]).toEqual([
      ['c', 1],
      ['a', 2],
    ]);
  });
});

describe('the search', () => {
  it.each([
    ['zoe', 'Zoë Müller', true],
    ['MULLER zoe', 'Zoë Müller', true],
    ['елк', 'Ёлкин Семён', true],
    ['  ', 'anybody', true],
    ['anna b', 'Anna Petrova', false],
    ['.*', 'Anna', false],
  ])('“%s” and “%s”: %s', (typed, name, found) => {
    expect(nameTest(typed)(name)).toBe(found);
  });
});
