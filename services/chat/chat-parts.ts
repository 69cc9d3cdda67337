/** What the use cases of this service work with. Put together once, in `chat-service.ts`. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { Uploads } from '@veche/ports/blobs/uploads.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import type { UploadLocks } from './attachments/upload-locks.ts';
import type { KindChecker } from './kinds/kind-checker.ts';
import type { ChatNeeds } from './needs.ts';
import type { Previews } from './pictures/make-preview.ts';
import type { ChatRooms } from './rooms/chat-rooms.ts';
import type { Attachments } from './store/attachments.ts';

export interface ChatParts {
  readonly log: Log;
  readonly messages: Messages;
  readonly rooms: ChatRooms;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly attachments: Attachments;
  readonly uploadLocks: UploadLocks;
  readonly kindChecker: KindChecker;
  readonly previews: Previews;
  readonly allowPrograms: boolean;
  /** As it holds now; a room's is its meeting's. */
  policyOf(conferenceId: string): Promise<ChatPolicy>;
  readonly clock: Clock;
  readonly person: ChatNeeds['person'];
  readonly liveName: ChatNeeds['liveName'];
  readonly whereabouts: ChatNeeds['whereabouts'];
  readonly doorWhileClosed: ChatNeeds['doorWhileClosed'];
  readonly breakoutRooms: ChatNeeds['rooms'];
  readonly requireOwner: ChatNeeds['requireOwner'];
}
