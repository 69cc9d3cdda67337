/** The rooms that are open in this process: opened when somebody comes, told everything that the log tells, let go a while after the last. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import { readEvent } from '../domain/chat-event.ts';
import type { ChatNeeds } from '../needs.ts';
import { ChatRoom } from './chat-room.ts';
import { Unstored } from './unstored.ts';

export interface ChatRoomsNeeds {
  readonly messages: Messages;
  policyOf(conferenceId: string): Promise<ChatPolicy | undefined>;
  readonly parentOf: ChatNeeds['parentOf'];
  readonly whereabouts: ChatNeeds['whereabouts'];
  readonly doorWhileClosed: ChatNeeds['doorWhileClosed'];
}

/** What the log tells while a room is being opened: of itself, and of the meeting whose room it is. */
interface Told {
  readonly own: LogEvent[];
  readonly parents: LogEvent[];
}

type Entry =
  | { readonly name: 'opening'; readonly room: Promise<ChatRoom>; readonly told: Told }
  | { readonly name: 'open'; readonly room: ChatRoom; emptySinceMs: number | undefined };

/** Somebody whose network comes and goes finds the room as it was. */
const keptEmptyMs = 30_000;

export class ChatRooms {
  readonly unstored = new Unstored();
  readonly #needs: ChatRoomsNeeds;
  readonly #entries = new Map<string, Entry>();
  /** Of those that are here, by their meeting. */
  readonly #breakoutRooms = new Map<string, Set<string>>();

  constructor(needs: ChatRoomsNeeds) {
    this.#needs = needs;
  }

  /** The room as the log has it by now. Rejects when the store is away. */
  async open(conferenceId: string): Promise<ChatRoom> {
    const entry = this.#entries.get(conferenceId);
    if (entry !== undefined) return entry.room;
    const told: Told = { own: [...this.unstored.of(conferenceId)], parents: [] };
    const room = this.#load(conferenceId, told);
    this.#entries.set(conferenceId, { name: 'opening', room, told });
    return room;
  }

  /** undefined = nobody is there. */
  find(conferenceId: string): ChatRoom | undefined {
    const entry = this.#entries.get(conferenceId);
    return entry?.name === 'open' ? entry.room : undefined;
  }

  /** A meeting's open chats: the main one and those of its rooms. */
  ofMeeting(conferenceId: string): readonly ChatRoom[] {
    return [conferenceId, ...(this.#breakoutRooms.get(conferenceId) ?? [])].flatMap((id) => this.find(id) ?? []);
  }

  apply(event: LogEvent): void {
    this.unstored.add(event);
    const entry = this.#entries.get(event.key);
    if (entry?.name === 'opening') entry.told.own.push(event);
    else entry?.room.apply(event);
    for (const id of this.#breakoutRooms.get(event.key) ?? []) {
      const below = this.#entries.get(id);
      if (below?.name === 'opening') below.told.parents.push(event);
      else if (below !== undefined) applyAbove(below.room, event);
    }
  }

  /** Of people who came in or became hosts, and of whom nothing was told yet. */
  lookAround(): void {
    for (const entry of this.#entries.values()) if (entry.name === 'open') entry.room.lookAround();
  }

  letGo(nowMs: number): void {
    for (const [conferenceId, entry] of this.#entries) {
      if (entry.name === 'opening') continue;
      if (!entry.room.isEmpty) entry.emptySinceMs = undefined;
      else if (entry.emptySinceMs === undefined) entry.emptySinceMs = nowMs;
      else if (nowMs - entry.emptySinceMs >= keptEmptyMs) this.#forget(conferenceId, entry.room.meetingId);
    }
  }

  async #load(conferenceId: string, told: Told): Promise<ChatRoom> {
    let parentId: string | undefined;
    try {
      const { messages, policyOf, parentOf, whereabouts, doorWhileClosed } = this.#needs;
      parentId = await parentOf(conferenceId);
      // Before the store is read, as with what the log told of the room itself.
      if (parentId !== undefined) this.#listenTo(parentId, conferenceId, told);
      const known = await messages.known(conferenceId);
      // Afterwards: the store's writer keeps a policy before the messages that came after it.
      const policy = await policyOf(parentId ?? conferenceId);
      const room = new ChatRoom({ conferenceId, parentId, whereabouts, doorWhileClosed }, known, policy);
      for (const event of told.own) room.apply(event);
      for (const event of told.parents) applyAbove(room, event);
      this.#entries.set(conferenceId, { name: 'open', room, emptySinceMs: undefined });
      return room;
    } catch (error) {
      this.#forget(conferenceId, parentId);
      throw error;
    }
  }

  /** In one turn: nothing that the log tells falls between. */
  #listenTo(parentId: string, conferenceId: string, told: Told): void {
    told.parents.push(...this.unstored.of(parentId));
    const rooms = this.#breakoutRooms.get(parentId) ?? new Set();
    this.#breakoutRooms.set(parentId, rooms.add(conferenceId));
  }

  #forget(conferenceId: string, meetingId: string | undefined): void {
    this.#entries.delete(conferenceId);
    if (meetingId === undefined) return;
    const rooms = this.#breakoutRooms.get(meetingId);
    rooms?.delete(conferenceId);
    if (rooms?.size === 0) this.#breakoutRooms.delete(meetingId);
  }
}

/** Of all that happens in its meeting's chat, the policy is a room's too. */
function applyAbove(room: ChatRoom, logged: LogEvent): void {
  const event = readEvent(logged);
  if (event.type === 'policyChanged') room.changePolicy(event.changes);
}
