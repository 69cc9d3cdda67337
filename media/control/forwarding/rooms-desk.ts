/**
 * Who is in which room of one meeting, and who speaks in each. Everybody is in exactly one room: in the main one unless something else was said of them,
 * which may have been before they had any media. Nothing is kept of a room that nobody is in but of the main one.
 */
import type { SpeakerLevel } from '../active-speaker.ts';
import type { Effects } from './records.ts';
import { SpeakersDesk } from './speakers-desk.ts';

/** Somebody goes to this room; the conference's own id is the main one. */
export interface Move {
  readonly participantId: string;
  readonly roomId: string;
}

export class RoomsDesk {
  readonly #mainRoomId: string;
  readonly #effects: () => Effects;
  /** Of those who are not in the main room. */
  readonly #rooms = new Map<string, string>();
  readonly #speakers = new Map<string, SpeakersDesk>();

  constructor(mainRoomId: string, effects: () => Effects) {
    this.#mainRoomId = mainRoomId;
    this.#effects = effects;
  }

  /** Nobody is known to be anywhere but in the main room. */
  get isEmpty(): boolean {
    return this.#rooms.size === 0;
  }

  roomOf(participantId: string): string {
    return this.#rooms.get(participantId) ?? this.#mainRoomId;
  }

  share(one: string, other: string): boolean {
    return this.roomOf(one) === this.roomOf(other);
  }

  activeAround(participantId: string): string | null {
    return this.#speakers.get(this.roomOf(participantId))?.active ?? null;
  }

  /** Answers whether they were elsewhere. */
  move(participantId: string, roomId: string): boolean {
    const before = this.roomOf(participantId);
    if (before === roomId) return false;
    this.#leave(participantId, before);
    if (roomId !== this.#mainRoomId) this.#rooms.set(participantId, roomId);
    return true;
  }

  forget(participantId: string): void {
    this.#leave(participantId, this.roomOf(participantId));
  }

  clear(): void {
    this.#rooms.clear();
    this.#speakers.clear();
  }

  hear(levels: readonly SpeakerLevel[], nowMs: number): void {
    const heard = new Map([...this.#speakers.keys()].map((roomId): [string, SpeakerLevel[]] => [roomId, []]));
    for (const level of levels) {
      const roomId = this.roomOf(level.participantId);
      const part = heard.get(roomId);
      if (part === undefined) heard.set(roomId, [level]);
      else part.push(level);
    }
    for (const [roomId, part] of heard) this.#speakersOf(roomId).hear(part, nowMs);
  }

  silence(participantId: string): void {
    this.#speakers.get(this.roomOf(participantId))?.silence(participantId);
  }

  /** Voices that fell silent without a word. */
  tick(nowMs: number): void {
    for (const speakers of this.#speakers.values()) speakers.tick(nowMs);
  }

  #leave(participantId: string, roomId: string): void {
    this.#speakers.get(roomId)?.silence(participantId);
    if (!this.#rooms.delete(participantId)) return;
    for (const other of this.#rooms.values()) if (other === roomId) return;
    this.#speakers.delete(roomId);
  }

  #speakersOf(roomId: string): SpeakersDesk {
    const known = this.#speakers.get(roomId);
    if (known !== undefined) return known;
    const speakers = new SpeakersDesk(roomId, this.#effects);
    this.#speakers.set(roomId, speakers);
    return speakers;
  }
}
