/** Breakout rooms as they are typed in before the meeting, and what is wrong with them before anybody is asked. Pure. */
import { limits } from '@veche/contracts/limits.ts';
import type { RoomPlan, RoomPlanRequest } from '@veche/contracts/rest/room-plan.ts';
import type { Values, WordKey } from '../i18n/translate.ts';

export interface DraftRoom {
  /** For the screen alone. */
  readonly key: number;
  /** Of a room that is kept already. */
  readonly id: string | undefined;
  readonly name: string;
  /** E-mail addresses as they were typed. */
  readonly people: string;
}

export interface DraftFault {
  readonly key: number;
  readonly field: 'name' | 'people';
  readonly text: { readonly key: WordKey; readonly values: Values };
}

/** One on each line, or with commas, semicolons or blanks between; empty ones are none. */
export const addressesIn = (typed: string): string[] => typed.split(/[\s,;]+/u).filter(Boolean);

export const draftOf = (rooms: RoomPlan['rooms']): DraftRoom[] =>
  rooms.map(({ id, name, people }, key) => ({ key, id, name, people: people.join('\n') }));

export const requestOf = (rooms: readonly DraftRoom[]): RoomPlanRequest['rooms'] =>
  rooms.map(({ id, name, people }) => ({ ...(id === undefined ? {} : { id }), name, people: addressesIn(people) }));

/** The first thing that the server would refuse about the people, with the very address; undefined = nothing that can be seen from here. */
export function faultIn(rooms: readonly DraftRoom[]): DraftFault | undefined {
  const everybody = new Set<string>();
  for (const { key, people } of rooms) {
    const fault = (word: WordKey, values: Values): DraftFault => ({
      key,
      field: 'people',
      text: { key: word, values },
    });
    for (const address of addressesIn(people)) {
      const lower = address.normalize('NFC').toLowerCase();
      if (!/^[^\s@]+@[^\s@]+$/u.test(lower) || lower.length > limits.userEmailMaxLength)
        return fault('plan.rooms.noAddress', { address });
      if (everybody.has(lower)) return fault('plan.rooms.twice', { address });
      everybody.add(lower);
    }
    if (everybody.size > limits.participantsPerConference) return fault('plan.rooms.tooMany', {});
  }
  return undefined;
}

/** Which room and which part of it the server means by `rooms.2.people`; undefined = the whole. */
export function placeOfFault(
  field: string | undefined,
): { readonly at: number; readonly field: 'name' | 'people' } | undefined {
  const match = /^rooms\.(\d+)\.(name|people)$/u.exec(field ?? '');
  return match === null ? undefined : { at: Number(match[1]), field: match[2] as 'name' | 'people' };
}
