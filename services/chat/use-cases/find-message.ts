/** One message by its id: from what the log has told and the store may not have yet, else from the store. */
import type { ChatMessage } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';

export async function findMessage(
  { rooms, messages }: Pick<ChatParts, 'rooms' | 'messages'>,
  conferenceId: string,
  id: string,
): Promise<ChatMessage | undefined> {
  return rooms.unstored.messages(conferenceId).get(id) ?? (await messages.find(conferenceId, id));
}
