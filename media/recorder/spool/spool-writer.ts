/**
 * Writes spool files, on the recorder's thread. What has been gathered reaches the file a few times a second: a process that is killed takes no more along.
 * While the disk refuses, everything is kept in memory, in order, and tried again; the caller sees how much that is.
 */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type SpoolName, writeSpoolName } from './spool-name.ts';
import { type SpoolRecord, writeSpoolRecord } from './spool-records.ts';

interface SpoolFile {
  readonly name: Omit<SpoolName, 'state'>;
  descriptor: number | undefined;
  /** Something of it is on disk. */
  isThere: boolean;
  pending: Buffer[];
  isClosing: boolean;
}

export interface SpoolFolder {
  readonly path: string;
  /** For tests that fill the disk. */
  readonly write?: (descriptor: number, bytes: Buffer) => number;
}

export class SpoolWriter {
  readonly #folder: SpoolFolder;
  readonly #onClosed: (fileName: string) => void;
  /** Oldest first; only the last one grows. */
  readonly #files: SpoolFile[] = [];
  #unwrittenBytes = 0;

  /** `onClosed`: of each file, once all of it is there. */
  constructor(folder: SpoolFolder, onClosed: (fileName: string) => void) {
    this.#folder = folder;
    this.#onClosed = onClosed;
  }

  get unwrittenBytes(): number {
    return this.#unwrittenBytes;
  }

  /** What is added from now on belongs to this chunk. */
  begin(name: Omit<SpoolName, 'state'>): void {
    this.end();
    this.#files.push({ name, descriptor: undefined, isThere: false, pending: [], isClosing: false });
  }

  add(record: SpoolRecord): void {
    const bytes = writeSpoolRecord(record);
    this.#files.at(-1)?.pending.push(bytes);
    this.#unwrittenBytes += bytes.length;
  }

  end(): void {
    const last = this.#files.at(-1);
    if (last !== undefined) last.isClosing = true;
  }

  /** Gives up what is not written yet of the oldest chunk that grows no more. Answers false where there is none. */
  giveUpOldest(): boolean {
    const at = this.#files.findIndex(({ isClosing, pending }) => isClosing && pending.length > 0);
    const oldest = this.#files[at];
    if (oldest === undefined) return false;
    for (const bytes of oldest.pending) this.#unwrittenBytes -= bytes.length;
    oldest.pending = [];
    if (!oldest.isThere) this.#files.splice(at, 1);
    return true;
  }

  /** Gives up what is not written yet; what is stays, and is closed. */
  giveUp(): void {
    for (const file of this.#files) {
      file.pending = [];
      file.isClosing = true;
    }
    this.#unwrittenBytes = 0;
  }

  /** Throws what the disk says; nothing is lost then, nor written twice. */
  flush(): void {
    for (let file = this.#files[0]; file !== undefined; file = this.#files[0]) {
      this.#flush(file);
      if (!file.isClosing) return;
      this.#close(file);
      this.#files.shift();
    }
  }

  #flush(file: SpoolFile): void {
    if (file.pending.length === 0) return;
    file.descriptor ??= openSync(this.#pathOf(file, 'open'), 'ax', 0o600);
    file.isThere = true;
    const write = this.#folder.write ?? writeSync;
    for (let next = file.pending[0]; next !== undefined; next = file.pending[0]) {
      const written = write(file.descriptor, next);
      this.#unwrittenBytes -= written;
      if (written < next.length) file.pending[0] = next.subarray(written);
      else file.pending.shift();
    }
  }

  #close(file: SpoolFile): void {
    const { descriptor } = file;
    // What refuses here is tried again from here.
    file.descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
    if (!file.isThere) return;
    try {
      renameSync(this.#pathOf(file, 'open'), this.#pathOf(file, 'closed'));
    } catch (error) {
      // Somebody has taken it away: it must not hold up all that follows.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    this.#onClosed(writeSpoolName({ ...file.name, state: 'closed' }));
  }

  #pathOf(file: SpoolFile, state: SpoolName['state']): string {
    return join(this.#folder.path, writeSpoolName({ ...file.name, state }));
  }
}
