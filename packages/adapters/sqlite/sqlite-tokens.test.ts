import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeTokensContract } from '@veche/ports/tokens/contract-suite.ts';
import { openSqliteTokens } from './sqlite-tokens.ts';

describeTokensContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-tokens-'));
  const file = join(folder, 'tokens.sqlite');
  return {
    open: async (clock) => openSqliteTokens(file, clock),
    rawText: async () => {
      const files = await readdir(folder);
      return (await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')))).join('');
    },
    countRecords: async () => {
      const database = new DatabaseSync(file, { readOnly: true });
      const row = database.prepare('select count(*) as records from token').get();
      database.close();
      return Number(row?.records);
    },
    remove: () => rm(folder, { recursive: true }),
  };
});
