/** Breakout rooms as the owner types them in before the meeting: which there are, and whose room is which. */
import { type ErrorCode, VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';
import type { RoomPlanRequest } from '@veche/contracts/rest/room-plan.ts';

export interface PlannedRoom {
  /** Of a room that is there; nothing for a new one. */
  readonly id: string | undefined;
  readonly name: string;
  /** E-mail addresses of accounts, in lower case. */
  readonly people: readonly string[];
}

const nameFaults = { missing: 'name_missing', tooLong: 'name_too_long', notPlainText: 'invalid_request' } as const;
/** Whether there is such an account shows when somebody comes; here a slip of the pen is to be told. */
const address = /^[^\s@]+@[^\s@]+$/u;

/**
 * Throws `too_many_rooms`, `name_missing`, `name_too_long`, `email_invalid`, and `invalid_request` for what is there twice or too much. The field names
 * the room, as in `rooms.2.people`.
 */
export function parseRoomPlan(typed: RoomPlanRequest['rooms']): readonly PlannedRoom[] {
  if (typed.length > limits.roomsPerConference) throw fault('too_many_rooms', 'rooms');
  const ids = new Set<string>();
  const everybody = new Set<string>();
  return typed.map((room, index) => {
    const field = `rooms.${index}`;
    const id = room.id?.toLowerCase();
    if (id !== undefined) addOnce(ids, id, `${field}.id`);
    const name = parseRoomName(room.name, `${field}.name`);
    const people = room.people.map((address) => parseAddress(address, `${field}.people`));
    for (const address of people) addOnce(everybody, address, `${field}.people`);
    if (everybody.size > limits.participantsPerConference) throw fault('invalid_request', `${field}.people`);
    return { id, name, people };
  });
}

function parseRoomName(typed: string, field: string): string {
  const name = oneLineText(typed, limits.roomNameMaxLength);
  if (name.ok) return name.text;
  throw fault(nameFaults[name.fault], field);
}

function parseAddress(typed: string, field: string): string {
  const email = typed.trim().normalize('NFC').toLowerCase();
  if (email.length > limits.userEmailMaxLength || !address.test(email)) throw fault('email_invalid', field);
  return email;
}

function addOnce(known: Set<string>, value: string, field: string): void {
  if (known.has(value)) throw fault('invalid_request', field);
  known.add(value);
}

const fault = (code: ErrorCode, field: string): VecheError => new VecheError(code, { field });
