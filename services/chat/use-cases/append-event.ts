/** Puts one event into the log: when this resolves it is durable, and everybody will be told. */
import { VecheError } from '@veche/contracts/errors.ts';
import { LogUnavailable } from '@veche/ports/log/log.ts';
import type { ChatParts } from '../chat-parts.ts';
import { type ChatEvent, chatTopic, writeEvent } from '../domain/chat-event.ts';

/** Answers the event's position. Throws `chat_unavailable`. */
export async function appendEvent(parts: ChatParts, conferenceId: string, event: ChatEvent): Promise<number> {
  try {
    const [position = 0] = await parts.log.append(chatTopic, [writeEvent(conferenceId, event)]);
    return position;
  } catch (error) {
    if (error instanceof LogUnavailable)
      throw new VecheError('chat_unavailable', { retryAfterSeconds: 2, cause: error });
    throw error;
  }
}
