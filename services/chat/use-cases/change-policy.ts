/** Hosts say what the others may do in the chat: in the whole meeting, from whichever of its rooms. It holds as soon as the log has told it. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { appendEvent } from './append-event.ts';

/** Throws `not_a_host`, `waiting_for_host`, `not_in_this_room`, `chat_unavailable`. */
export async function changePolicy(
  parts: ChatParts,
  room: ChatRoom,
  place: ChatPlace,
  wanted: Partial<ChatPolicy>,
): Promise<ChatPolicy> {
  if (!room.requireIn(place).isHost) throw new VecheError('not_a_host');
  const changes = ownFields(wanted);
  await appendEvent(parts, room.meetingId, { type: 'policyChanged', changes });
  return { ...room.policy, ...changes };
}

/** Whatever else a caller sends along goes no further. */
function ownFields({ messages, directMessages, files, history }: Partial<ChatPolicy>): Partial<ChatPolicy> {
  return {
    ...(messages === undefined ? {} : { messages }),
    ...(directMessages === undefined ? {} : { directMessages }),
    ...(files === undefined ? {} : { files }),
    ...(history === undefined ? {} : { history }),
  };
}
