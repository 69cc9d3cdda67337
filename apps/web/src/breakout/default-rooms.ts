/** What a host finds filled in: how many rooms, and what they are called. Pure. */
import { limits } from '@veche/contracts/limits.ts';

/** So many talk well with one another. */
const peoplePerRoom = 4;

/** For so many people besides hosts. At least two: one room is no breakout. */
export function defaultCount(people: number): number {
  return Math.min(limits.roomsPerConference, Math.max(2, Math.ceil(people / peoplePerRoom)));
}

/** `roomName`: what the room of a number is called in the viewer's language. */
export type NumberedName = (number: number) => string;

/** What was typed stays; what is missing is numbered, and no name is there twice. */
export function namesFor(count: number, typed: readonly string[], roomName: NumberedName): string[] {
  const names = typed.slice(0, count);
  while (names.length < count) names.push(nextName(names, roomName));
  return names;
}

/** The first number at or behind the count that is free: of three rooms, the fourth is "Room 4". */
export function nextName(taken: readonly string[], roomName: NumberedName): string {
  const known = new Set(taken.map((name) => name.trim().toLocaleLowerCase()));
  for (let number = taken.length + 1; ; number += 1) {
    const name = roomName(number);
    if (!known.has(name.toLocaleLowerCase())) return name;
  }
}

/** A number of rooms as it was typed; undefined = there can't be so many. */
export function countOf(typed: string, most: number = limits.roomsPerConference): number | undefined {
  const count = Number(typed);
  return Number.isInteger(count) && count >= 1 && count <= most ? count : undefined;
}
