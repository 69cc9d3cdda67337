/**
 * What the log has told but the store may not have yet. The store is always a beginning of what was told, so that a reader who takes this
 * first and the store afterwards misses nothing.
 */
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { ChatMessage } from '@veche/ports/messages/messages.ts';
import { deletedAt, messageAt, readEvent } from '../domain/chat-event.ts';

export class Unstored {
  readonly #byConference = new Map<string, LogEvent[]>();

  add(event: LogEvent): void {
    const events = this.#byConference.get(event.key);
    if (events === undefined) this.#byConference.set(event.key, [event]);
    else events.push(event);
  }

  /** As they are now; what comes later is not in it. */
  of(conferenceId: string): readonly LogEvent[] {
    return [...(this.#byConference.get(conferenceId) ?? [])];
  }

  /** Messages that are new or have changed, as they are now. */
  messages(conferenceId: string): ReadonlyMap<string, ChatMessage> {
    const messages = new Map<string, ChatMessage>();
    for (const logged of this.#byConference.get(conferenceId) ?? []) {
      const event = readEvent(logged);
      if (event.type === 'forgotten') messages.clear();
      else if (event.type === 'deleted') messages.set(event.message.id, deletedAt(event, logged));
      else if (event.type === 'posted' && !messages.has(event.message.id)) {
        messages.set(event.message.id, messageAt(event.message, logged));
      }
    }
    return messages;
  }

  /** Lets go of what the store has. */
  async trim(storedUpTo: (conferenceId: string) => Promise<number>): Promise<void> {
    for (const conferenceId of [...this.#byConference.keys()]) {
      const position = await storedUpTo(conferenceId);
      const left = (this.#byConference.get(conferenceId) ?? []).filter((event) => event.position > position);
      if (left.length === 0) this.#byConference.delete(conferenceId);
      else this.#byConference.set(conferenceId, left);
    }
  }
}
