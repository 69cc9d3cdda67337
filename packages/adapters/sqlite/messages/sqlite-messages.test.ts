import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMessagesContract } from '@veche/ports/messages/contract-suite.ts';
import { openSqliteMessages } from './sqlite-messages.ts';

describeMessagesContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-messages-'));
  return {
    open: () => openSqliteMessages(join(folder, 'messages.sqlite')),
    rawText: async () => {
      const files = await readdir(folder);
      return (await Promise.all(files.map((name) => readFile(join(folder, name), 'latin1')))).join('');
    },
    remove: () => rm(folder, { recursive: true }),
  };
});
