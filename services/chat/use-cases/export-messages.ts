/** The whole chat as one file, written page by page while it is read. What is not the owner's to read is not in it. */

import { limits } from '@veche/contracts/limits.ts';
import type { ChatMessage, MessageReader } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';
import { messageView } from '../domain/message-view.ts';
import { readHistory } from './read-history.ts';

export interface ExportedConference {
  readonly id: string;
  readonly name: string;
}

/** In the order in which the messages were sent. */
async function* allMessages(parts: ChatParts, id: string, reader: MessageReader): AsyncIterable<ChatMessage> {
  for (let after = 0; ; ) {
    const { messages, more } = await readHistory(parts, id, reader, {
      from: { after },
      limit: limits.chatHistoryPageMax,
    });
    yield* messages;
    if (!more) return;
    after = messages.at(-1)?.position ?? after;
  }
}

export async function* exportAsText(
  parts: ChatParts,
  { id, name }: ExportedConference,
  reader: MessageReader,
): AsyncIterable<string> {
  yield `${name}\n\n`;
  for await (const message of allMessages(parts, id, reader)) yield `${textLine(message)}\n`;
}

export async function* exportAsJson(
  parts: ChatParts,
  conference: ExportedConference,
  reader: MessageReader,
): AsyncIterable<string> {
  yield `{"conference":${JSON.stringify(conference)},"messages":[`;
  let comma = '';
  for await (const message of allMessages(parts, conference.id, reader)) {
    yield `${comma}\n${JSON.stringify(messageView(message))}`;
    comma = ',';
  }
  yield '\n]}\n';
}

/** Further lines of a message are indented: nobody can write a line that looks like somebody else's. */
function textLine({ createdAtMs, sender, receiver, text, attachment, redactedAtMs }: ChatMessage): string {
  const time = new Date(createdAtMs).toISOString().slice(0, 19).replace('T', ' ');
  const to = receiver === undefined ? '' : ` → ${receiver.name}`;
  const file = attachment === undefined ? [] : [`[${attachment.name}, ${attachment.sizeBytes} bytes]`];
  const words = text === '' ? [] : [text.replaceAll('\n', '\n    ')];
  const said = redactedAtMs === undefined ? [...file, ...words].join(' ') : '(deleted)';
  return `${time} ${sender.name}${to}: ${said}`;
}
