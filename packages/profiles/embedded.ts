/** The embedded profile: every port on files in one data folder, nothing to install. Read it beside the clustered one. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryLimits } from '@veche/adapters/memory/memory-limits.ts';
import { openSqliteSql } from '@veche/adapters/sqlite/sqlite-sql.ts';
import { openSqliteTokens } from '@veche/adapters/sqlite/sqlite-tokens.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Tokens } from '@veche/ports/tokens/tokens.ts';

export interface ProfileSettings {
  readonly dataFolder: string;
  readonly clock: Clock;
  /** For adapters that spread their retries; the embedded ones have none. */
  readonly random: Random;
}

export interface Ports {
  readonly sql: Sql;
  readonly tokens: Tokens;
  readonly limits: Limits;
  close(): Promise<void>;
}

/** Creates the folder if it is missing, readable by its owner alone. Throws when it can't be written. */
export async function openEmbedded({ dataFolder, clock }: ProfileSettings): Promise<Ports> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const opened = new Disposables();
  const sql = await openSqliteSql(join(dataFolder, 'veche.sqlite'));
  opened.add(() => sql.close());
  const tokens = openSqliteTokens(join(dataFolder, 'tokens.sqlite'), clock);
  opened.add(() => tokens.close());
  return { sql, tokens, limits: new MemoryLimits(clock), close: () => opened.close() };
}
