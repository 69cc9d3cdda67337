/** What the use cases of this service work with. Put together once, in `chat-service.ts`. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import type { ChatNeeds } from './needs.ts';
import type { ChatRooms } from './rooms/chat-rooms.ts';

export interface ChatParts {
  readonly log: Log;
  readonly messages: Messages;
  readonly rooms: ChatRooms;
  readonly clock: Clock;
  readonly person: ChatNeeds['person'];
  readonly liveName: ChatNeeds['liveName'];
  readonly requireOwner: ChatNeeds['requireOwner'];
}
