import { mkdtempSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSpoolRecords } from './spool-records.ts';
import { SpoolWriter } from './spool-writer.ts';

const recordingId = 'b1e6b510-37fd-4f9b-8f85-b6579f2b5e55';
let path: string;
let closed: string[];
/** Bytes that the disk still takes. */
let room: number;
let writer: SpoolWriter;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'veche-spool-'));
  closed = [];
  room = Number.POSITIVE_INFINITY;
  const write = (descriptor: number, bytes: Buffer): number => {
    if (room <= 0) throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
    const written = writeSync(descriptor, bytes.subarray(0, room));
    room -= written;
    return written;
  };
  writer = new SpoolWriter({ path, write }, (fileName) => closed.push(fileName));
});
afterEach(() => rmSync(path, { recursive: true }));

const name = (number: number) => ({ recordingId, runStartedAtMs: 1_790_000_000_000, number });
const say = (text: string) => writer.add({ type: 'sound', payload: Buffer.from(text) });
const textsIn = (fileName: string): string[] =>
  readSpoolRecords(readFileSync(join(path, fileName))).map((record) =>
    record.type === 'sound' ? Buffer.from(record.payload).toString() : record.type,
  );

describe('writing spool files', () => {
  it('one grows until the next begins; then it is closed, and told', () => {
    writer.begin(name(0));
    say('a');
    writer.flush();
    expect(readdirSync(path)).toEqual([`${recordingId}.001790000000000.000000000.open`]);
    expect(textsIn(readdirSync(path)[0]!)).toEqual(['a']);
    say('b');
    writer.begin(name(1));
    say('c');
    expect(closed).toEqual([]);
    writer.flush();
    expect(closed).toEqual([`${recordingId}.001790000000000.000000000.closed`]);
    expect(textsIn(closed[0]!)).toEqual(['a', 'b']);
    expect(writer.unwrittenBytes).toBe(0);
  });

  it('R6: while the disk is full nothing is lost, doubled or out of order, over as many chunks as it takes', () => {
    writer.begin(name(0));
    say('first');
    writer.flush();
    room = 17;
    for (const text of ['second', 'third']) say(text);
    expect(() => writer.flush()).toThrow('No space left');
    writer.begin(name(1));
    for (const text of ['fourth', 'fifth']) say(text);
    writer.begin(name(2));
    say('sixth');
    expect(() => writer.flush()).toThrow('No space left');
    expect(closed).toEqual([]);
    expect(writer.unwrittenBytes).toBeGreaterThan(0);
    room = Number.POSITIVE_INFINITY;
    writer.end();
    writer.flush();
    expect(writer.unwrittenBytes).toBe(0);
    expect(closed.map(textsIn)).toEqual([['first', 'second', 'third'], ['fourth', 'fifth'], ['sixth']]);
  });

  it('what is given up is gone, and what was written before is whole', () => {
    writer.begin(name(0));
    say('kept');
    writer.flush();
    room = 3;
    say('given up');
    expect(() => writer.flush()).toThrow();
    writer.giveUp();
    room = Number.POSITIVE_INFINITY;
    writer.begin(name(1));
    say('new');
    writer.end();
    writer.flush();
    expect(closed.map(textsIn)).toEqual([['kept'], ['new']]);
  });

  it('R6: what memory cannot hold is the oldest: what grows goes on, and what is on disk of the oldest stays', () => {
    writer.begin(name(0));
    say('kept');
    writer.flush();
    room = 0;
    say('given up');
    for (const number of [1, 2, 3]) {
      writer.begin(name(number));
      say(`chunk ${number}`);
    }
    expect(() => writer.flush()).toThrow();
    const before = writer.unwrittenBytes;
    expect(writer.giveUpOldest()).toBe(true);
    expect(writer.giveUpOldest()).toBe(true);
    expect(writer.unwrittenBytes).toBeLessThan(before);
    room = Number.POSITIVE_INFINITY;
    say('and on');
    writer.end();
    writer.flush();
    expect(writer.unwrittenBytes).toBe(0);
    expect(closed.map(textsIn)).toEqual([['kept'], ['chunk 2'], ['chunk 3', 'and on']]);
    expect(readdirSync(path)).toHaveLength(3);
  });

  it('what grows is not given up piece by piece', () => {
    writer.begin(name(0));
    room = 0;
    say('it grows');
    expect(writer.giveUpOldest()).toBe(false);
  });

  it('a file that somebody took away holds up none that follows', () => {
    writer.begin(name(0));
    say('taken away');
    writer.flush();
    rmSync(join(path, readdirSync(path)[0]!));
    writer.begin(name(1));
    say('kept');
    writer.end();
    writer.flush();
    expect(closed.map(textsIn)).toEqual([['kept']]);
  });

  it('a chunk of which nothing was written leaves no file', () => {
    writer.begin(name(0));
    writer.end();
    writer.flush();
    expect(readdirSync(path)).toEqual([]);
    expect(closed).toEqual([]);
  });
});
