/**
 * The whole chat of a meeting as one file, the main room first, then its breakout rooms, written page by page while it is read. What is not the
 * owner's to read is not in it.
 */
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
  yield* textLines(parts, id, reader);
  // No message can begin a line with this.
  for (const room of await parts.breakoutRooms(id)) {
    yield `\n# ${room.name}\n\n`;
    yield* textLines(parts, room.id, reader);
  }
}

export async function* exportAsJson(
  parts: ChatParts,
  conference: ExportedConference,
  reader: MessageReader,
): AsyncIterable<string> {
  yield `{"conference":${JSON.stringify(conference)},"messages":`;
  yield* jsonList(parts, conference.id, reader);
  const rooms = await parts.breakoutRooms(conference.id);
  for (const [index, { id, name }] of rooms.entries()) {
    yield index === 0 ? ',"rooms":[' : ',';
    yield `\n{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"messages":`;
    yield* jsonList(parts, id, reader);
    yield '}';
  }
  if (rooms.length > 0) yield '\n]';
  yield '}\n';
}

async function* textLines(parts: ChatParts, id: string, reader: MessageReader): AsyncIterable<string> {
  for await (const message of allMessages(parts, id, reader)) yield `${textLine(message)}\n`;
}

async function* jsonList(parts: ChatParts, id: string, reader: MessageReader): AsyncIterable<string> {
  yield '[';
  let comma = '';
  for await (const message of allMessages(parts, id, reader)) {
    yield `${comma}\n${JSON.stringify(messageView(message))}`;
    comma = ',';
  }
  yield '\n]';
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
