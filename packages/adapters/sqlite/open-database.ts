/** Opens a SQLite file the one way this program does: write-ahead log, every commit on disk before it is confirmed. */
import { DatabaseSync } from 'node:sqlite';

const busyTimeoutMs = 5_000;

/** With `exclusive` nobody else can open the file until this program closes it or dies; if somebody has it, this throws SQLITE_BUSY at once. */
export function openDatabase(file: string, { exclusive } = { exclusive: false }): DatabaseSync {
  const database = new DatabaseSync(file, {
    enableForeignKeyConstraints: true,
    timeout: exclusive ? 0 : busyTimeoutMs,
  });
  if (exclusive) database.exec('pragma locking_mode = exclusive;');
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
  return database;
}
