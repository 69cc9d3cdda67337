/** What hosts have laid down for their meetings' chats. Written by the log's consumer alone; the newest position wins. */
import type { ChatHistory, ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { Migration, Sql } from '@veche/ports/sql/sql.ts';
import { usualPolicy } from '../domain/chat-policy.ts';

interface ChatPolicyRow {
  conference_id: string;
  /** 1 = allowed. */
  messages: number;
  direct_messages: number;
  files: number;
  history: ChatHistory;
  position: number;
}

interface ChatTables {
  chat_policy: ChatPolicyRow;
}

export const chatMigrations: readonly Migration[] = [
  {
    name: 'chat/0001-policy',
    async up(db, types) {
      await db.schema
        .createTable('chat_policy')
        .addColumn('conference_id', types.uuid, (column) => column.primaryKey())
        .addColumn('messages', 'integer', (column) => column.notNull())
        .addColumn('direct_messages', 'integer', (column) => column.notNull())
        .addColumn('files', 'integer', (column) => column.notNull())
        .addColumn('history', 'varchar(20)', (column) => column.notNull())
        .addColumn('position', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
];

export class ChatPolicies {
  readonly #sql: Sql<ChatTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<ChatTables>();
  }

  async find(conferenceId: string): Promise<ChatPolicy | undefined> {
    const row = await this.#sql.db
      .selectFrom('chat_policy')
      .selectAll()
      .where('conference_id', '=', conferenceId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    return {
      messages: row.messages === 1,
      directMessages: row.direct_messages === 1,
      files: row.files === 1,
      history: row.history,
    };
  }

  /** Changes that were made before the ones that are kept do nothing. */
  async change(conferenceId: string, changes: Partial<ChatPolicy>, position: number): Promise<void> {
    const policy = { ...((await this.find(conferenceId)) ?? usualPolicy), ...changes };
    const columns = {
      messages: Number(policy.messages),
      direct_messages: Number(policy.directMessages),
      files: Number(policy.files),
      history: policy.history,
      position,
    };
    await this.#sql.db
      .insertInto('chat_policy')
      .values({ conference_id: conferenceId, ...columns })
      .onConflict((conflict) =>
        conflict.column('conference_id').doUpdateSet(columns).where('chat_policy.position', '<', position),
      )
      .execute();
  }

  async delete(conferenceId: string): Promise<void> {
    await this.#sql.db.deleteFrom('chat_policy').where('conference_id', '=', conferenceId).execute();
  }
}
