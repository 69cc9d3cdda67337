/** The rooms that are open in this process: opened when somebody comes, told everything that the log tells, let go a while after the last. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import { ChatRoom } from './chat-room.ts';
import { Unstored } from './unstored.ts';

export interface ChatRoomsNeeds {
  readonly messages: Messages;
  policyOf(conferenceId: string): Promise<ChatPolicy | undefined>;
}

type Entry =
  /** What the log tells meanwhile waits. */
  | { readonly name: 'opening'; readonly room: Promise<ChatRoom>; readonly told: LogEvent[] }
  | { readonly name: 'open'; readonly room: ChatRoom; emptySinceMs: number | undefined };

/** Somebody whose network comes and goes finds the room as it was. */
const keptEmptyMs = 30_000;

export class ChatRooms {
  readonly unstored = new Unstored();
  readonly #needs: ChatRoomsNeeds;
  readonly #entries = new Map<string, Entry>();

  constructor(needs: ChatRoomsNeeds) {
    this.#needs = needs;
  }

  /** The room as the log has it by now. Rejects when the store is away. */
  async open(conferenceId: string): Promise<ChatRoom> {
    const entry = this.#entries.get(conferenceId);
    if (entry !== undefined) return entry.room;
    const told = [...this.unstored.of(conferenceId)];
    const room = this.#load(conferenceId, told);
    this.#entries.set(conferenceId, { name: 'opening', room, told });
    return room;
  }

  /** undefined = nobody is there. */
  find(conferenceId: string): ChatRoom | undefined {
    const entry = this.#entries.get(conferenceId);
    return entry?.name === 'open' ? entry.room : undefined;
  }

  apply(event: LogEvent): void {
    this.unstored.add(event);
    const entry = this.#entries.get(event.key);
    if (entry?.name === 'opening') entry.told.push(event);
    else entry?.room.apply(event);
  }

  letGo(nowMs: number): void {
    for (const [conferenceId, entry] of this.#entries) {
      if (entry.name === 'opening') continue;
      if (!entry.room.isEmpty) entry.emptySinceMs = undefined;
      else if (entry.emptySinceMs === undefined) entry.emptySinceMs = nowMs;
      else if (nowMs - entry.emptySinceMs >= keptEmptyMs) this.#entries.delete(conferenceId);
    }
  }

  async #load(conferenceId: string, told: readonly LogEvent[]): Promise<ChatRoom> {
    try {
      const known = await this.#needs.messages.known(conferenceId);
      // Afterwards: the store's writer keeps a policy before the messages that came after it.
      const policy = await this.#needs.policyOf(conferenceId);
      const room = new ChatRoom(known, policy);
      for (const event of told) room.apply(event);
      this.#entries.set(conferenceId, { name: 'open', room, emptySinceMs: undefined });
      return room;
    } catch (error) {
      this.#entries.delete(conferenceId);
      throw error;
    }
  }
}
