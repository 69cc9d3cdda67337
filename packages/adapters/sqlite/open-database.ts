/** Opens a SQLite file the one way this program does: write-ahead log, every commit on disk before it is confirmed. */
import { DatabaseSync } from 'node:sqlite';

const busyTimeoutMs = 5_000;

export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: busyTimeoutMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  return database;
}
