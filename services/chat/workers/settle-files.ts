/** What the log tells of messages decides over their files: kept, or gone. Told again, it leaves the same. */
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { ChatParts } from '../chat-parts.ts';
import { readEvent } from '../domain/chat-event.ts';
import { discardFile } from '../use-cases/discard-file.ts';

export type FileParts = Pick<ChatParts, 'attachments' | 'uploads' | 'blobs'>;

export async function settleFiles(parts: FileParts, events: readonly LogEvent[]): Promise<void> {
  for (const logged of events) await settle(parts, logged);
}

async function settle(parts: FileParts, logged: LogEvent): Promise<void> {
  const event = readEvent(logged);
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
