import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSqlContract } from '@veche/ports/sql/contract-suite.ts';
import { openSqliteSql } from './sqlite-sql.ts';

describeSqlContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-sql-'));
  return {
    open: () => openSqliteSql(join(folder, 'test.sqlite')),
    remove: () => rm(folder, { recursive: true }),
  };
});
