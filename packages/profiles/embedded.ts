/** The embedded profile: every port on files in one data folder, nothing to install. Read it beside the clustered one. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileBlobs } from '@veche/adapters/files/file-blobs.ts';
import { openFileUploads } from '@veche/adapters/files/file-uploads.ts';
import { MemoryLimits } from '@veche/adapters/memory/memory-limits.ts';
import { DatabaseRefused } from '@veche/adapters/sqlite/database-thread.ts';
import { openSqliteLog } from '@veche/adapters/sqlite/log/sqlite-log.ts';
import { openSqliteMessages } from '@veche/adapters/sqlite/messages/sqlite-messages.ts';
import { openSqliteSql } from '@veche/adapters/sqlite/sqlite-sql.ts';
import { openSqliteTokens } from '@veche/adapters/sqlite/sqlite-tokens.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { Uploads } from '@veche/ports/blobs/uploads.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Tokens } from '@veche/ports/tokens/tokens.ts';

export interface ProfileSettings {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Ports {
  readonly sql: Sql;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly log: Log;
  readonly messages: Messages;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  close(): Promise<void>;
}

/** Another program has the data folder. */
export class DataFolderInUse extends Error {}

/** Creates the folder if it is missing, readable by its owner alone. Throws when it can't be written, and `DataFolderInUse`. */
export async function openEmbedded({ dataFolder, clock, random }: ProfileSettings): Promise<Ports> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const opened = new Disposables();
  const close = () => opened.close();
  try {
    // First, because they can be opened once: nothing is touched in a folder that another program has.
    const openingMessages = openSqliteMessages(join(dataFolder, 'messages.sqlite'));
    // If it fails, the await below tells; until then nobody else may.
    openingMessages.catch(() => undefined);
    opened.add(async () => (await openingMessages.catch(() => undefined))?.close());
    const log = await openSqliteLog(join(dataFolder, 'log.sqlite'), clock);
    opened.add(() => log.close());
    const messages = await openingMessages;
    const sql = await openSqliteSql(join(dataFolder, 'veche.sqlite'));
    opened.add(() => sql.close());
    const tokens = openSqliteTokens(join(dataFolder, 'tokens.sqlite'), clock);
    opened.add(() => tokens.close());
    const blobsFolder = join(dataFolder, 'blobs');
    const blobs = await openFileBlobs(blobsFolder, clock, random);
    const uploads = await openFileUploads(blobsFolder, clock);
    return { sql, tokens, limits: new MemoryLimits(clock), log, messages, blobs, uploads, close };
  } catch (error) {
    await close();
    if (error instanceof DatabaseRefused && error.isHeld) {
      throw new DataFolderInUse(`${dataFolder} is in use by another program`, { cause: error });
    }
    throw error;
  }
}
