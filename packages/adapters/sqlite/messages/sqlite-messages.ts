/** The port `messages` over one SQLite file: see the guarantees at the port. */
import {
  type Attachment,
  type ChatMessage,
  type KnownMessage,
  type MessageChange,
  type Messages,
  MessagesUnavailable,
  type PageRequest,
} from '@veche/ports/messages/messages.ts';
import { DatabaseRefused, type DatabaseRow, DatabaseThread, type SqlValue, type Write } from '../database-thread.ts';

/**
 * Names and fields are the seed's; `secure_delete` overwrites what was redacted. Times in milliseconds. Ids are random, so that a message lands on
 * any page of their index: with room for 32 MB of pages, and a checkpoint every 16 MB, a page is read and written once for many messages.
 */
const schema = `
  pragma secure_delete = on;
  pragma cache_size = -32000;
  pragma wal_autocheckpoint = 4000;
  create table if not exists chat_message (
    conference_id text not null, position integer not null, id text not null, changed_position integer not null,
    sender_id text not null, sender_user_id text, sender_name text not null,
    receiver_id text, receiver_user_id text, receiver_name text,
    text text not null, attached_id text, attached text,
    created_at integer not null, updated_at integer not null, redacted_at integer,
    primary key (conference_id, position)
  ) without rowid;
  create unique index if not exists chat_message_id on chat_message (conference_id, id);
  create index if not exists chat_message_redacted on chat_message (conference_id, changed_position) where changed_position > position;
`;

const insertMessage = `insert or ignore into chat_message (
    conference_id, position, id, changed_position, sender_id, sender_user_id, sender_name,
    receiver_id, receiver_user_id, receiver_name, text, attached_id, attached, created_at, updated_at, redacted_at
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const redactMessage = `update chat_message
  set text = '', attached_id = null, attached = null, changed_position = ?, updated_at = ?, redacted_at = ?
  where conference_id = ? and id = ? and position < ? and redacted_at is null`;
const forgetConference = 'delete from chat_message where conference_id = ?';

/** Parameters: participant twice, account twice; null is equal to nothing. */
const visible = '(receiver_id is null or ? in (sender_id, receiver_id) or ? in (sender_user_id, receiver_user_id))';
/** Parameters: those of each part, and once more the limit. */
const selectChangedAfter = `select * from (
    select * from (select * from chat_message where conference_id = ? and position > ? and changed_position = position
      and created_at >= ? and ${visible} order by position limit ?)
    union all
    select * from (select * from chat_message where conference_id = ? and changed_position > ? and changed_position > position
      and created_at >= ? and ${visible} order by changed_position limit ?)
  ) order by changed_position limit ?`;
const selectAfter = `select * from chat_message
  where conference_id = ? and position > ? and created_at >= ? and ${visible} order by position limit ?`;
const selectBefore = `select * from chat_message
  where conference_id = ? and position < ? and created_at >= ? and ${visible} order by position desc limit ?`;
const selectOne = 'select * from chat_message where conference_id = ? and id = ?';
const selectKnown = 'select id, position, sender_id from chat_message where conference_id = ? order by position';

/** Rejects with `DatabaseRefused` when the file can't be opened. */
export async function openSqliteMessages(file: string): Promise<Messages> {
  return new SqliteMessages(await DatabaseThread.open({ file, schema, exclusive: true }));
}

class SqliteMessages implements Messages {
  readonly #database: DatabaseThread;

  constructor(database: DatabaseThread) {
    this.#database = database;
  }

  async store(changes: readonly MessageChange[]): Promise<void> {
    const writes: { sql: string; rows: (readonly SqlValue[])[] }[] = [];
    for (const { sql, row } of changes.map(statementOf)) {
      const last = writes.at(-1);
      if (last?.sql === sql) last.rows.push(row);
      else writes.push({ sql, rows: [row] });
    }
    try {
      await this.#database.write(writes satisfies readonly Write[]);
    } catch (error) {
      if (error instanceof DatabaseRefused && error.isPassing) throw new MessagesUnavailable(error.message);
      throw error;
    }
  }

  async page(conferenceId: string, { reader, from, sinceMs = 0, limit }: PageRequest): Promise<readonly ChatMessage[]> {
    const valuesFrom = (position: number) =>
      [conferenceId, position, sinceMs, reader.participantId ?? null, reader.userId ?? null, limit] as const;
    const read = async (sql: string, values: readonly SqlValue[]) =>
      (await this.#database.read(sql, values)).map(messageOf);
    if ('changedAfter' in from) {
      const values = valuesFrom(from.changedAfter);
      return read(selectChangedAfter, [...values, ...values, limit]);
    }
    if ('after' in from) return read(selectAfter, valuesFrom(from.after));
    return (await read(selectBefore, valuesFrom(Math.min(from.before, Number.MAX_SAFE_INTEGER)))).reverse();
  }

  async find(conferenceId: string, id: string): Promise<ChatMessage | undefined> {
    const [row] = await this.#database.read(selectOne, [conferenceId, id]);
    return row === undefined ? undefined : messageOf(row);
  }

  async known(conferenceId: string): Promise<readonly KnownMessage[]> {
    const rows = await this.#database.read(selectKnown, [conferenceId]);
    return rows.map((row) => ({
      id: String(row.id),
      position: Number(row.position),
      senderId: String(row.sender_id),
    }));
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

function statementOf(change: MessageChange): { readonly sql: string; readonly row: readonly SqlValue[] } {
  switch (change.type) {
    case 'post':
      return { sql: insertMessage, row: rowOf(change.message) };
    case 'redact': {
      const { conferenceId, id, position, atMs } = change;
      return { sql: redactMessage, row: [position, atMs, atMs, conferenceId, id, position] };
    }
    case 'forget':
      return { sql: forgetConference, row: [change.conferenceId] };
  }
}

function rowOf(message: ChatMessage): readonly SqlValue[] {
  const { sender, receiver, attachment } = message;
  return [
    message.conferenceId,
    message.position,
    message.id,
    message.changedPosition,
    sender.participantId,
    sender.userId ?? null,
    sender.name,
    receiver?.participantId ?? null,
    receiver?.userId ?? null,
    receiver?.name ?? null,
    message.text,
    attachment?.id ?? null,
    attachment === undefined ? null : JSON.stringify(attachment),
    message.createdAtMs,
    message.redactedAtMs ?? message.createdAtMs,
    message.redactedAtMs ?? null,
  ];
}

function messageOf(row: DatabaseRow): ChatMessage {
  return {
    id: String(row.id),
    conferenceId: String(row.conference_id),
    position: Number(row.position),
    sender: {
      participantId: String(row.sender_id),
      userId: textOf(row.sender_user_id),
      name: String(row.sender_name),
    },
    receiver:
      row.receiver_id === null
        ? undefined
        : {
            participantId: String(row.receiver_id),
            userId: textOf(row.receiver_user_id),
            name: String(row.receiver_name),
          },
    text: String(row.text),
    attachment: attachmentOf(row.attached),
    createdAtMs: Number(row.created_at),
    changedPosition: Number(row.changed_position),
    redactedAtMs: row.redacted_at === null ? undefined : Number(row.redacted_at),
  };
}

function attachmentOf(attached: SqlValue | undefined): Attachment | undefined {
  if (typeof attached !== 'string') return undefined;
  const { id, sizeBytes, name, contentType, preview } = JSON.parse(attached) as Attachment;
  return { id, sizeBytes, name, contentType, preview };
}

const textOf = (value: SqlValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
