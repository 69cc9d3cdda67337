/** A meeting is deleted: nothing stays of what was said in it. May be repeated. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import { appendEvent } from './append-event.ts';

/** Throws `overloaded` when the log does not take it: whoever deletes the meeting is to try again. */
export async function forgetConference(parts: ChatParts, conferenceId: string): Promise<void> {
  try {
    await appendEvent(parts, conferenceId, { type: 'forgotten' });
  } catch (error) {
    // The words of the other code speak of a message.
    if (!(error instanceof VecheError) || error.code !== 'chat_unavailable') throw error;
    throw new VecheError('overloaded', { retryAfterSeconds: 5, cause: error });
  }
}
