/** What was said, page by page: from the store, and what the log has told that the store may not have yet. */
import type { ChatMessage, MessageReader, PageRequest, PageStart } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';
import { maySee } from '../domain/message-view.ts';

export interface HistoryPage {
  /** In the order that the page's start asks for. */
  readonly messages: readonly ChatMessage[];
  /** There are more in the direction that was asked for. */
  readonly more: boolean;
}

/** As a socket or a script asks: changes after a position, else the newest messages, else those before one. */
export function pageStart({ before, after }: { readonly before?: number; readonly after?: number }): PageStart {
  return after === undefined ? { before: before ?? Number.POSITIVE_INFINITY } : { changedAfter: after };
}

export async function readHistory(
  { messages, rooms }: Pick<ChatParts, 'messages' | 'rooms'>,
  conferenceId: string,
  reader: MessageReader,
  { from, sinceMs = 0, limit }: Omit<PageRequest, 'reader'>,
): Promise<HistoryPage> {
  // Before the store is read: what is in neither now is in the store then.
  const unstored = rooms.unstored.messages(conferenceId);
  const placeOf = (message: ChatMessage) => ('changedAfter' in from ? message.changedPosition : message.position);
  for (let start = from; ; ) {
    const stored = await messages.page(conferenceId, { reader, from: start, sinceMs, limit: limit + 1 });
    const lastStored = stored.at(-1);
    const isFull = stored.length > limit && lastStored !== undefined;
    // Behind a full page stand more of the store's: what is newer than it must wait for its turn.
    const reach = isFull && !('before' in from) ? placeOf(lastStored) : Number.POSITIVE_INFINITY;
    const newer = [...unstored.values()].filter(
      (message) =>
        message.createdAtMs >= sinceMs && maySee(message, reader) && isIn(message, from) && placeOf(message) <= reach,
    );
    const all = [...stored.filter(({ id }) => !unstored.has(id)), ...newer].sort((a, b) => placeOf(a) - placeOf(b));
    const page = 'before' in from ? all.slice(-limit) : all.slice(0, limit);
    if (page.length > 0 || !isFull) return { messages: page, more: isFull || all.length > limit };
    // Each of them has changed since, and will come where it stands now.
    start = { changedAfter: placeOf(lastStored) };
  }
}

function isIn({ position, changedPosition }: ChatMessage, from: PageStart): boolean {
  if ('changedAfter' in from) return changedPosition > from.changedAfter;
  return 'after' in from ? position > from.after : position < from.before;
}
