/** The log's consumer that writes the store. Handed the same events again, it leaves the same. */
import { type LogEvent, TryLater } from '@veche/ports/log/log.ts';
import { type MessageChange, type Messages, MessagesUnavailable } from '@veche/ports/messages/messages.ts';
import { deletedAt, messageAt, readEvent, type ToldEvent } from '../domain/chat-event.ts';
import type { ChatPolicies } from '../store/chat-policies.ts';
import { type FileParts, settleFiles } from './settle-files.ts';

export async function storeMessages(
  parts: FileParts & { readonly messages: Messages; readonly policies: ChatPolicies },
  events: readonly LogEvent[],
): Promise<void> {
  const told = events.map((logged) => ({ logged, event: readEvent(logged) }));
  // Policies first: whoever has read a message finds the policy that was made before it.
  try {
    for (const { logged, event } of told) {
      if (event.type === 'policyChanged') await parts.policies.change(logged.key, event.changes, logged.position);
      if (event.type === 'forgotten') await parts.policies.delete(logged.key);
    }
  } catch (error) {
    // Nothing can be wrong with a policy: whatever this is, it passes.
    throw new TryLater('The policies’ store is away', { cause: error });
  }
  try {
    await parts.messages.store(told.flatMap(changesOf));
  } catch (error) {
    if (error instanceof MessagesUnavailable) throw new TryLater('The messages’ store is away', { cause: error });
    throw error;
  }
  try {
    await settleFiles(parts, told);
  } catch (error) {
    throw new TryLater('The table of files is away', { cause: error });
  }
}

function changesOf({ logged, event }: ToldEvent): readonly MessageChange[] {
  switch (event.type) {
    case 'posted':
      return [{ type: 'post', message: messageAt(event.message, logged) }];
    case 'deleted': {
      const { id, conferenceId, changedPosition } = deletedAt(event, logged);
      return [{ type: 'redact', conferenceId, id, position: changedPosition, atMs: event.atMs }];
    }
    case 'forgotten':
      return [{ type: 'forget', conferenceId: logged.key }];
    case 'policyChanged':
      return [];
  }
}
