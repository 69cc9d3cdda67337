/** Files of the chat in SQL: whose they are, how far they have come, and what of the quota is left. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { ExpressionBuilder, Transaction } from 'kysely';
import type { AttachmentRow, AttachmentStage, AttachmentTables } from './attachment-tables.ts';

/** Whose file it is: their own under any participant id where they have an account. */
export interface FileOwner {
  readonly conferenceId: string;
  readonly participantId: string;
  readonly userId: string | undefined;
}

export interface NewAttachment {
  readonly id: string;
  readonly owner: FileOwner;
  readonly name: string;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
}

/** What was found out about a file when it was whole. */
export interface StoredKind {
  readonly contentType: string;
  readonly preview: { readonly widthPx: number; readonly heightPx: number } | undefined;
}

export class Attachments {
  readonly #sql: Sql<AttachmentTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<AttachmentTables>();
  }

  /** Throws `too_many_unsent_files`, `file_quota_person`, `file_quota_conference`: counted and added in one transaction. */
  add({ id, owner, name, sizeBytes, createdAtMs }: NewAttachment): Promise<void> {
    return this.#sql.transaction(async (db) => {
      const own = await usedBy(db, owner);
      if (own.unsent >= limits.chatUnsentFilesPerPerson) throw new VecheError('too_many_unsent_files');
      if (own.bytes + sizeBytes > limits.chatFilesPerPersonMaxBytes) throw new VecheError('file_quota_person');
      await requireRoom(db, owner.conferenceId, sizeBytes);
      await db
        .insertInto('chat_message_attachment')
        .values({
          id,
          conference_id: owner.conferenceId,
          participant_id: owner.participantId,
          user_id: owner.userId ?? null,
          size: sizeBytes,
          name,
          stage: 'arriving',
          content_type: null,
          preview_width: null,
          preview_height: null,
          message_id: null,
          created_at: instant(createdAtMs),
          updated_at: instant(createdAtMs),
        })
        .execute();
    });
  }

  find(id: string): Promise<AttachmentRow | undefined> {
    return this.#sql.db.selectFrom('chat_message_attachment').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Somebody else's is as if it were not there. */
  findOwn(id: string, owner: FileOwner): Promise<AttachmentRow | undefined> {
    return this.#sql.db
      .selectFrom('chat_message_attachment')
      .selectAll()
      .where('id', '=', id)
      .where('conference_id', '=', owner.conferenceId)
      .where((row) => isOwner(row, owner))
      .executeTakeFirst();
  }

  /** Answers whether it is still there. Throws `file_quota_conference`: others' files may have become whole meanwhile. */
  store(
    { id, conference_id, size }: AttachmentRow,
    { contentType, preview }: StoredKind,
    nowMs: number,
  ): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      await requireRoom(db, conference_id, size);
      const { numUpdatedRows } = await db
        .updateTable('chat_message_attachment')
        .set({
          stage: 'stored',
          content_type: contentType,
          preview_width: preview?.widthPx ?? null,
          preview_height: preview?.heightPx ?? null,
          updated_at: instant(nowMs),
        })
        .where('id', '=', id)
        .where('stage', '=', 'arriving')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    });
  }

  /** For one message, and for the same one as often as it is asked. Answers whether it has it. */
  async claim(id: string, messageId: string, nowMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#sql.db
      .updateTable('chat_message_attachment')
      .set({ stage: 'claimed', message_id: messageId, updated_at: instant(nowMs) })
      .where('id', '=', id)
      .where((row) =>
        row.or([
          row('stage', '=', 'stored'),
          row.and([row('stage', 'in', ['claimed', 'sent']), row('message_id', '=', messageId)]),
        ]),
      )
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async markSent(id: string): Promise<void> {
    await this.#sql.db
      .updateTable('chat_message_attachment')
      .set({ stage: 'sent' })
      .where('id', '=', id)
      .where('stage', '=', 'claimed')
      .execute();
  }

  /** Only while no message has it. Answers whether it is discarded now. */
  async discardUnsent(id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#discard()
      .where('id', '=', id)
      .where('stage', 'in', ['arriving', 'stored', 'discarded'])
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Its message never came, and nobody has claimed it anew since `beforeMs`. Answers whether it is discarded now. */
  async discardClaimed(id: string, beforeMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#discard()
      .where('id', '=', id)
      .where('stage', '=', 'claimed')
      .where('updated_at', '<', instant(beforeMs))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async discardOfMessage(conferenceId: string, messageId: string): Promise<void> {
    await this.#discard().where('conference_id', '=', conferenceId).where('message_id', '=', messageId).execute();
  }

  async discardOfConference(conferenceId: string): Promise<void> {
    await this.#discard().where('conference_id', '=', conferenceId).execute();
  }

  /** In this stage since before `beforeMs`, oldest first, after those that were answered before. */
  unchangedSince(
    stage: AttachmentStage,
    beforeMs: number,
    page: { readonly afterId?: string; readonly limit: number },
  ): Promise<AttachmentRow[]> {
    return this.#sql.db
      .selectFrom('chat_message_attachment')
      .selectAll()
      .where('stage', '=', stage)
      .where('updated_at', '<', instant(beforeMs))
      .where('id', '>', page.afterId ?? '')
      .orderBy('id')
      .limit(page.limit)
      .execute();
  }

  ofConference(conferenceId: string): Promise<AttachmentRow[]> {
    return this.#sql.db
      .selectFrom('chat_message_attachment')
      .selectAll()
      .where('conference_id', '=', conferenceId)
      .execute();
  }

  /** The last trace of one that is discarded. */
  async delete(id: string): Promise<void> {
    await this.#sql.db
      .deleteFrom('chat_message_attachment')
      .where('id', '=', id)
      .where('stage', '=', 'discarded')
      .execute();
  }

  #discard() {
    return this.#sql.db.updateTable('chat_message_attachment').set({ stage: 'discarded' });
  }
}

async function usedBy(
  db: Transaction<AttachmentTables>,
  owner: FileOwner,
): Promise<{ readonly bytes: number; readonly unsent: number }> {
  const { bytes, unsent } = await db
    .selectFrom('chat_message_attachment')
    .where('conference_id', '=', owner.conferenceId)
    .where('stage', 'in', ['arriving', 'stored', 'claimed', 'sent'])
    .where((row) => isOwner(row, owner))
    .select(({ fn, val }) => [
      fn.coalesce(fn.sum<number>('size'), val(0)).as('bytes'),
      fn.countAll<number>().filterWhere('stage', '!=', 'sent').as('unsent'),
    ])
    .executeTakeFirstOrThrow();
  return { bytes: Number(bytes), unsent: Number(unsent) };
}

/** Only what is whole counts: nobody closes a meeting's chat by announcing files that never come. Throws `file_quota_conference`. */
async function requireRoom(db: Transaction<AttachmentTables>, conferenceId: string, sizeBytes: number): Promise<void> {
  const { bytes, files } = await db
    .selectFrom('chat_message_attachment')
    .where('conference_id', '=', conferenceId)
    .where('stage', 'in', ['stored', 'claimed', 'sent'])
    .select(({ fn, val }) => [
      fn.coalesce(fn.sum<number>('size'), val(0)).as('bytes'),
      fn.countAll<number>().as('files'),
    ])
    .executeTakeFirstOrThrow();
  const isFull =
    Number(bytes) + sizeBytes > limits.chatFilesPerConferenceMaxBytes ||
    Number(files) >= limits.chatFilesPerConferenceMax;
  if (isFull) throw new VecheError('file_quota_conference');
}

function isOwner(row: ExpressionBuilder<AttachmentTables, 'chat_message_attachment'>, owner: FileOwner) {
  const isSame = row('participant_id', '=', owner.participantId);
  return owner.userId === undefined ? isSame : row.or([isSame, row('user_id', '=', owner.userId)]);
}
