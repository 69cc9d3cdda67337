/** What was said to everybody in one room within a span of time, in order: what a recording of that time takes along. What was deleted is not in it. */
import { limits } from '@veche/contracts/limits.ts';
import type { ChatParts } from '../chat-parts.ts';
import { readHistory } from './read-history.ts';

export interface SaidToAll {
  readonly id: string;
  readonly atMs: number;
  readonly name: string;
  readonly text: string;
  readonly fileName: string | null;
}

/** Nobody in particular: sees what everybody may. */
const everybody = { participantId: undefined, userId: undefined } as const;

/** `toMs` included. */
export async function readSaidToAll(
  parts: Pick<ChatParts, 'messages' | 'rooms'>,
  conferenceId: string,
  fromMs: number,
  toMs: number,
): Promise<readonly SaidToAll[]> {
  const said: SaidToAll[] = [];
  for (let after = 0; ; ) {
    const page = { from: { after }, sinceMs: fromMs, limit: limits.chatHistoryPageMax };
    const { messages, more } = await readHistory(parts, conferenceId, everybody, page);
    for (const { id, createdAtMs, sender, receiver, text, attachment, redactedAtMs } of messages) {
      if (receiver !== undefined || redactedAtMs !== undefined || createdAtMs > toMs) continue;
      said.push({ id, atMs: createdAtMs, name: sender.name, text, fileName: attachment?.name ?? null });
    }
    const last = messages.at(-1);
    if (!more || last === undefined || last.createdAtMs > toMs) return said;
    after = last.position;
  }
}
