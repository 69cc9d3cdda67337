/**
 * Uploads of one place in a meeting, in the browser's database, the files with them: they outlive a reload of the page. What is older than the
 * server's memory is cleared away, whosever it is.
 */
import type {
  FileBytes,
  KeptUpload,
  RestoredUpload,
  UploadStore,
} from '@veche/client/chat/uploads/upload-environment.ts';
import { limits } from '@veche/contracts/limits.ts';

const databaseName = 'veche.uploads';
const records = 'uploads';
/** Apart, so that a note about a file does not write the file once more. */
const files = 'files';

interface CupboardRecord {
  readonly id: string;
  readonly place: string;
  readonly addedAtMs: number;
  /** Of several in one moment. */
  readonly turn: number;
  readonly kept: KeptUpload;
}

export class UploadCupboard implements UploadStore {
  readonly #place: string;
  readonly #known = new Map<string, Pick<CupboardRecord, 'addedAtMs' | 'turn'>>();
  #database: Promise<IDBDatabase> | undefined;

  /** `place`: as nobody else in this browser has it. */
  constructor(place: string) {
    this.#place = place;
  }

  async load(): Promise<readonly RestoredUpload[]> {
    const database = await this.#open();
    const reading = database.transaction([records, files], 'readonly');
    const all = answered<CupboardRecord[]>(reading.objectStore(records).getAll());
    const fileIds = answered<IDBValidKey[]>(reading.objectStore(files).getAllKeys());
    const oldestMs = Date.now() - limits.chatUploadKeptMs;
    const fresh = (await all).filter(({ addedAtMs }) => addedAtMs > oldestMs);
    const own = fresh.filter(({ place }) => place === this.#place);
    own.sort((a, b) => a.addedAtMs - b.addedAtMs || a.turn - b.turn);
    for (const { id, addedAtMs, turn } of own) this.#known.set(id, { addedAtMs, turn });
    const freshIds = new Set<IDBValidKey>(fresh.map(({ id }) => id));
    const old = [...(await all).map(({ id }) => id), ...(await fileIds)].filter((id) => !freshIds.has(id));
    if (old.length > 0) await this.#delete(database, old);
    const bytes = database.transaction(files, 'readonly').objectStore(files);
    return Promise.all(
      own.map(async ({ id, kept }) => ({ kept, file: await answered<FileBytes | undefined>(bytes.get(id)) })),
    );
  }

  async keep(kept: KeptUpload): Promise<void> {
    const { id } = kept;
    const known = this.#known.get(id) ?? { addedAtMs: Date.now(), turn: this.#known.size };
    this.#known.set(id, known);
    const database = await this.#open();
    // Forgotten while the database was opened.
    if (!this.#known.has(id)) return;
    const record: CupboardRecord = { id, place: this.#place, ...known, kept };
    await answered(database.transaction(records, 'readwrite').objectStore(records).put(record));
  }

  async keepFile(id: string, file: FileBytes): Promise<void> {
    const database = await this.#open();
    if (!this.#known.has(id)) return;
    await answered(database.transaction(files, 'readwrite').objectStore(files).put(file, id));
  }

  async forget(id: string): Promise<void> {
    this.#known.delete(id);
    await this.#delete(await this.#open(), [id]);
  }

  #delete(database: IDBDatabase, ids: readonly IDBValidKey[]): Promise<void> {
    const transaction = database.transaction([records, files], 'readwrite');
    for (const id of ids) {
      transaction.objectStore(records).delete(id);
      transaction.objectStore(files).delete(id);
    }
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }

  #open(): Promise<IDBDatabase> {
    if (this.#database !== undefined) return this.#database;
    const opening = new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(databaseName, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(records, { keyPath: 'id' });
        request.result.createObjectStore(files);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('blocked'));
    });
    this.#database = opening;
    opening.catch(() => {
      this.#database = undefined;
    });
    return opening;
  }
}

/** A write counts when its transaction is through: until then the room may turn out too small. */
function answered<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    const { transaction } = request;
    if (transaction !== null && transaction.mode === 'readwrite') {
      transaction.oncomplete = () => resolve(request.result as Result);
    } else request.onsuccess = () => resolve(request.result as Result);
    request.onerror = () => reject(request.error);
    if (transaction !== null) transaction.onabort = () => reject(transaction.error);
  });
}
