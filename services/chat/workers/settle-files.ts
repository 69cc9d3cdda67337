/**
 * What the log tells of messages decides over their files: kept, or gone. Told again, it leaves the same. Here only the rows change; the bytes
 * of what is gone are cleared away beside, so that a disk that refuses holds up no message.
 */
import type { ChatParts } from '../chat-parts.ts';
import type { ToldEvent } from '../domain/chat-event.ts';

export type FileParts = Pick<ChatParts, 'attachments'> & {
  /** There is something to clear away. */
  readonly onDiscarded: () => void;
};

export async function settleFiles(parts: FileParts, events: readonly ToldEvent[]): Promise<void> {
  for (const told of events) if (concernsFiles(told)) await settle(parts, told);
}

/** Most messages bring none, and are not waited for. */
const concernsFiles = ({ event }: ToldEvent): boolean =>
  event.type !== 'posted' || event.message.attachment !== undefined;

async function settle({ attachments, onDiscarded }: FileParts, { logged, event }: ToldEvent): Promise<void> {
  switch (event.type) {
    case 'posted':
      if (event.message.attachment !== undefined) await attachments.markSent(event.message.attachment.id);
      return;
    case 'deleted':
      await attachments.discardOfMessage(logged.key, event.message.id);
      onDiscarded();
      return;
    case 'forgotten':
      await attachments.discardOfConference(logged.key);
      onDiscarded();
      return;
    case 'policyChanged':
      return;
  }
}
