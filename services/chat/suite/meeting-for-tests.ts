/** The running meeting as the chat asks for it: who is where, and which rooms there are. The test moves people. */
import { randomUUID } from 'node:crypto';
import type { ChatPlace, Door, Whereabouts } from '../needs.ts';

export class MeetingForTests {
  readonly conferenceId: string;
  /** All that there ever were, oldest first. */
  readonly rooms: { readonly id: string; readonly name: string }[] = [];
  doorOpen = true;
  /** Of whoever would be let in though the meeting's door is shut while it does not go on. */
  readonly letIn = new Set<string>();
  /** How often it was asked for. */
  doorsAsked = 0;
  /** Of whoever is inside or in front of the door; empty = the meeting does not go on. */
  readonly #people = new Map<string, { readonly at: string | 'waiting'; readonly role: ChatPlace['role'] }>();
  readonly #closed = new Set<string>();

  constructor(conferenceId: string) {
    this.conferenceId = conferenceId;
  }

  /** Answers its id. */
  addRoom(name: string): string {
    const id = randomUUID();
    this.rooms.push({ id, name });
    return id;
  }

  /** The running meeting does not have it any more. */
  removeRoom(id: string): void {
    this.#closed.add(id);
  }

  /** `at`: a room's or the meeting's id. */
  put(participantId: string, at: string | 'waiting' = this.conferenceId, role: ChatPlace['role'] = 'guest'): void {
    this.#people.set(participantId, { at, role });
  }

  leave(participantId: string): void {
    this.#people.delete(participantId);
  }

  parentOf(conferenceId: string): string | undefined {
    return this.rooms.some(({ id }) => id === conferenceId) ? this.conferenceId : undefined;
  }

  nameOf(conferenceId: string): string | undefined {
    if (conferenceId === this.conferenceId) return 'Standup';
    return this.rooms.find(({ id }) => id === conferenceId)?.name;
  }

  doorWhileClosed(conferenceId: string, participantId: string): Door {
    this.doorsAsked += 1;
    if (this.nameOf(conferenceId) === undefined) return 'shut';
    return this.doorOpen || this.letIn.has(participantId) ? 'open' : 'shut';
  }

  whereabouts(conferenceId: string, participantId: string): Whereabouts | undefined {
    if (this.#people.size === 0 || this.#closed.has(conferenceId)) return undefined;
    if (this.nameOf(conferenceId) === undefined) return undefined;
    const person = this.#people.get(participantId);
    if (person === undefined) return { where: 'absent', doorOpen: this.doorOpen };
    if (person.at === 'waiting') return { where: 'waiting' };
    return person.at === conferenceId ? { where: 'here', role: person.role } : { where: 'elsewhere' };
  }
}
