/** The thread behind `DatabaseThread`: opens the file, then does what it is told, one call after another. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '@veche/kernel/invariant.ts';
import type { DatabaseAnswer, DatabaseCall, DatabaseRow, Write } from './database-protocol.ts';
import type { DatabaseThreadOptions } from './database-thread.ts';
import { openDatabase } from './open-database.ts';

invariant(parentPort !== null, 'This file is the start of a thread');
const port = parentPort;
const { file, schema, exclusive } = workerData as DatabaseThreadOptions;

const opened = attempt(() => {
  const database = openDatabase(file, { exclusive });
  database.exec(schema);
  return database;
});
const statements = new Map<string, StatementSync>();

port.on('message', (call: DatabaseCall) => {
  if (call.kind === 'close') {
    if ('value' in opened) opened.value.close();
    port.close();
    return;
  }
  const done = 'value' in opened ? attempt(() => carryOut(opened.value, call)) : opened;
  const answer: DatabaseAnswer = 'value' in done ? { rows: done.value } : done;
  port.postMessage(answer);
});

function carryOut(database: DatabaseSync, call: Exclude<DatabaseCall, { kind: 'close' }>): readonly DatabaseRow[] {
  if (call.kind === 'read') return prepared(database, call.sql).all(...call.values) as DatabaseRow[];
  database.exec('begin immediate');
  try {
    for (const write of call.writes) runAll(database, write);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
  return [];
}

function runAll(database: DatabaseSync, { sql, rows }: Write): void {
  const statement = prepared(database, sql);
  for (const values of rows) statement.run(...values);
}

/** Callers have few statements, and always the same. */
function prepared(database: DatabaseSync, sql: string): StatementSync {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = database.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}

type Attempt<Value> = { readonly value: Value } | { readonly message: string; readonly errcode: number };

function attempt<Value>(work: () => Value): Attempt<Value> {
  try {
    return { value: work() };
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    if (errcode === undefined) throw error;
    return { message, errcode };
  }
}
