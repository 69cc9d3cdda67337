/** What the log tells of messages decides over their files: kept, or gone. Told again, it leaves the same. */
import type { ChatParts } from '../chat-parts.ts';
import type { ToldEvent } from '../domain/chat-event.ts';
import { discardFile } from '../use-cases/discard-file.ts';

export type FileParts = Pick<ChatParts, 'attachments' | 'uploads' | 'blobs'>;

export async function settleFiles(parts: FileParts, events: readonly ToldEvent[]): Promise<void> {
  for (const told of events) if (concernsFiles(told)) await settle(parts, told);
}

/** Most messages bring none, and are not waited for. */
const concernsFiles = ({ event }: ToldEvent): boolean =>
  event.type !== 'posted' || event.message.attachment !== undefined;

async function settle(parts: FileParts, { logged, event }: ToldEvent): Promise<void> {
  const { attachments } = parts;
  switch (event.type) {
    case 'posted':
      if (event.message.attachment !== undefined) await attachments.markSent(event.message.attachment.id);
      return;
    case 'deleted':
      for (const row of await attachments.ofMessage(logged.key, event.message.id)) await discardFile(parts, row);
      return;
    case 'forgotten':
      for (const row of await attachments.ofConference(logged.key)) await discardFile(parts, row);
      return;
    case 'policyChanged':
      return;
  }
}
