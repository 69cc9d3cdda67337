/** The seed's `chat_message_attachment`, with what an upload needs until it is one. A copy of it stands in its message. */
import type { Migration } from '@veche/ports/sql/sql.ts';

/**
 * - `arriving`: pieces are still to come, or what came was not looked at yet
 * - `stored`: whole, looked at and a blob; not sent
 * - `claimed`: a message has it, which may not be in the log yet
 * - `sent`: its message was told
 * - `discarded`: nobody has it any more; what is left of it is on its way out
 *
 * A row that is discarded can't be claimed, and one that is claimed can't be discarded but by its message: whoever changes the stage first wins.
 */
export type AttachmentStage = 'arriving' | 'stored' | 'claimed' | 'sent' | 'discarded';

export interface AttachmentRow {
  id: string;
  conference_id: string;
  /** Who uploads it, and the account where there is one. */
  participant_id: string;
  user_id: string | null;
  size: number;
  name: string;
  stage: AttachmentStage;
  /** From `stored` on. */
  content_type: string | null;
  preview_width: number | null;
  preview_height: number | null;
  /** From `claimed` on. */
  message_id: string | null;
  created_at: string;
  updated_at: string;
}

export interface AttachmentTables {
  chat_message_attachment: AttachmentRow;
}

export const attachmentMigrations: readonly Migration[] = [
  {
    name: 'chat/0002-attachment',
    async up(db, types) {
      await db.schema
        .createTable('chat_message_attachment')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('conference_id', types.uuid, (column) => column.notNull())
        .addColumn('participant_id', types.uuid, (column) => column.notNull())
        .addColumn('user_id', types.uuid)
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('name', 'varchar(260)', (column) => column.notNull())
        .addColumn('stage', 'varchar(10)', (column) => column.notNull())
        .addColumn('content_type', 'varchar(100)')
        .addColumn('preview_width', 'integer')
        .addColumn('preview_height', 'integer')
        .addColumn('message_id', types.uuid)
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('chat_message_attachment_message')
        .on('chat_message_attachment')
        .columns(['conference_id', 'message_id'])
        .execute();
      // All that is added up for the quotas: the rows themselves are not read.
      await db.schema
        .createIndex('chat_message_attachment_quota')
        .on('chat_message_attachment')
        .columns(['conference_id', 'stage', 'size', 'participant_id', 'user_id'])
        .execute();
      // What is swept stands in few of the stages, and most files are sent.
      await db.schema
        .createIndex('chat_message_attachment_stage')
        .on('chat_message_attachment')
        .columns(['stage', 'updated_at'])
        .execute();
    },
  },
];
