/** A file arrives bit for bit and becomes one message, whatever the server and the wire do. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chat } from '../chat.ts';
import { requestByFetch } from './request-by-fetch.ts';
import { BadUploadServer, type Trick } from './suite/bad-upload-server.ts';
import type { ChosenFile, KeptUpload, UploadEnvironment, UploadStore } from './upload-environment.ts';
import { Uploads } from './uploads.ts';

/** As a browser's, without the disk. */
class MemoryStore implements UploadStore {
  readonly records = new Map<string, KeptUpload>();
  readonly files = new Map<string, ChosenFile>();
  keepsFiles = true;
  load = async () => [...this.records.values()].map((kept) => ({ kept, file: this.files.get(kept.id) }));
  keep = async (kept: KeptUpload) => void this.records.set(kept.id, kept);
  keepFile = async (id: string, file: unknown) => {
    if (!this.keepsFiles) throw new Error('no room');
    this.files.set(id, file as ChosenFile);
  };
  forget = async (id: string) => {
    this.records.delete(id);
    this.files.delete(id);
  };
}

let server: BadUploadServer;
let store: MemoryStore;
const pages: { chat: Chat; uploads: Uploads }[] = [];
beforeEach(async () => {
  server = new BadUploadServer();
  store = new MemoryStore();
  await server.start();
});
afterEach(async () => {
  for (const page of pages.splice(0)) shut(page);
  await server.stop();
});

/** Pauses are a hundred times shorter than in life. */
const environment = (): UploadEnvironment & { WebSocket: typeof WebSocket } => ({
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => Math.random(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs > 20_000 ? delayMs : delayMs / 100),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  request: requestByFetch,
  store,
});
function openPage() {
  const { chatUrl } = server;
  const options = { chatUrl, environment: environment(), newId: randomUUID };
  const chat = new Chat({
    ...options,
    environment: { ...options.environment, setTimeout: (run, ms) => setTimeout(run, ms) },
  });
  const uploads = new Uploads({ ...options, chat });
  chat.connect();
  const page = { chat, uploads };
  pages.push(page);
  return page;
}
function shut({ chat, uploads }: { chat: Chat; uploads: Uploads }): void {
  uploads.close();
  chat.close();
}
const fileOf = (bytes: Buffer, name = 'Отчёт 2026.bin') => new File([new Uint8Array(bytes)], name, { lastModified: 1 });
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const stageOf = ({ uploads }: { uploads: Uploads }) => uploads.state.uploads[0]?.stage.name;

async function arrives(bytes: Buffer, name = 'Отчёт 2026.bin'): Promise<void> {
  await vi.waitFor(() => expect(server.messages.size).toBe(1), { timeout: 20_000 });
  const [message] = server.messages.values();
  const upload = server.uploads.get(message?.attachmentId ?? '');
  expect(message?.text).toBe('');
  expect(upload?.isChecked).toBe(true);
  expect(upload?.name).toBe(name);
  expect(hash(upload!.bytes)).toBe(hash(bytes));
}
async function nothingIsLeft({ chat, uploads }: { chat: Chat; uploads: Uploads }): Promise<void> {
  await vi.waitFor(() => {
    expect(uploads.state.uploads).toEqual([]);
    expect(chat.state.outgoing).toEqual([]);
    expect(store.records.size + store.files.size).toBe(0);
  });
}

describe('a file', () => {
  const bytes = randomBytes(3_000_000);

  it('goes in growing pieces and becomes a message', async () => {
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await arrives(bytes);
    await nothingIsLeft(page);
    const half = 512 * 1024;
    expect(server.requests).toEqual(['POST', 'PATCH 0', `PATCH ${half}`, `PATCH ${3 * half}`]);
  });

  const once = (trick: Trick, method = 'PATCH') => {
    let left = 1;
    server.mischief = (request, upload) =>
      request.method === method && (method !== 'PATCH' || (upload?.bytes.length ?? 0) > 0) && left-- > 0
        ? trick
        : undefined;
  };
  it.each<[string, Trick, string?]>([
    ['is cut in the middle of a piece', { cutAfterBytes: 100_001 }],
    ['is swallowed without an answer', 'swallow'],
    ['is said to stand elsewhere', { answer: 409, code: 'upload_offset_wrong' }],
    ['is busy', { answer: 423, code: 'upload_busy' }],
    ['finds the server overloaded', { answer: 503, code: 'overloaded' }],
    ['finds a proxy without its server', { answer: 502 }],
    ['is asked to come back later', { answer: 429, code: 'too_many_requests', headers: { 'Retry-After': '1' } }],
    ['is lost by the server', 'lose'],
    ['is lost when asked for', 'lose', 'HEAD'],
    ['is not let in at first', { answer: 503, code: 'storage_full' }, 'POST'],
    ['comes through a proxy that takes no large requests', { answer: 413 }],
  ])('arrives although it %s', async (_title, trick, method) => {
    if (method === 'HEAD') {
      let [cuts, losses] = [1, 1];
      server.mischief = ({ method }, upload) => {
        if (method === 'PATCH' && upload!.bytes.length > 0 && cuts-- > 0) return { cutAfterBytes: 10 };
        return method === 'HEAD' && losses-- > 0 ? 'lose' : undefined;
      };
    } else once(trick, method);
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await arrives(bytes);
    await nothingIsLeft(page);
  });

  it('whose last answer is lost is asked for once more, and is one message', async () => {
    let left = 1;
    server.mischief = ({ method, headers }) =>
      method === 'PATCH' && headers['upload-offset'] === `${3 * 512 * 1024}` && left-- > 0 ? 'swallow' : undefined;
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await arrives(bytes);
    expect(server.requests.slice(-2)).toEqual(['HEAD', `PATCH ${bytes.length}`]);
    await nothingIsLeft(page);
  });

  it('waits for a server that is started anew', async () => {
    server.mischief = (_request, upload) => ((upload?.bytes.length ?? 0) > 0 ? { cutAfterBytes: 5 } : undefined);
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(3));
    await server.stop();
    await vi.waitFor(() =>
      expect(page.uploads.state.uploads[0]?.stage).toMatchObject({
        name: 'uploading',
        trouble: { code: 'connection_lost' },
      }),
    );
    server.mischief = () => undefined;
    await server.start();
    await arrives(bytes);
    await nothingIsLeft(page);
  });

  it('whatever goes wrong in whatever order', { timeout: 120_000 }, async () => {
    const trick = fc.constantFrom<Trick | undefined>(
      undefined,
      { cutAfterBytes: 70_000 },
      { cutAfterBytes: 0 },
      'swallow',
      'lose',
      { answer: 409, code: 'upload_offset_wrong' },
      { answer: 423 },
      { answer: 500 },
      { answer: 413 },
    );
    const small = bytes.subarray(0, 700_000);
    await fc.assert(
      fc.asyncProperty(fc.array(trick, { maxLength: 12 }), async (tricks) => {
        const before = new Set(server.messages.keys());
        store = new MemoryStore();
        const left = [...tricks];
        server.mischief = ({ headers }) => {
          const next = left.shift();
          // The smallest pieces go through every proxy.
          const isSmall = Number(headers['content-length'] ?? 0) <= 64 * 1024;
          return typeof next === 'object' && 'answer' in next && next.answer === 413 && isSmall ? undefined : next;
        };
        const page = openPage();
        page.uploads.add(fileOf(small), undefined);
        await vi.waitFor(() => expect(server.messages.size).toBe(before.size + 1), { timeout: 20_000 });
        const sent = [...server.messages.values()].find(({ id }) => !before.has(id));
        expect(hash(server.uploads.get(sent?.attachmentId ?? '')!.bytes)).toBe(hash(small));
        await nothingIsLeft(page);
        shut(page);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a reload', () => {
  const bytes = randomBytes(2_000_000);
  const stuck = () => {
    server.mischief = (_request, upload) => ((upload?.bytes.length ?? 0) > 0 ? { cutAfterBytes: 1 } : undefined);
  };

  it('goes on where it was', async () => {
    stuck();
    const first = openPage();
    first.uploads.add(fileOf(bytes), { participantId: 'boris', name: 'Boris' });
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    shut(first);
    // A request that was already on its way may still reach the server.
    await sleep(200);
    server.mischief = () => undefined;
    server.requests.length = 0;
    const second = openPage();
    await second.uploads.restore();
    await arrives(bytes);
    expect(server.requests[0]).toBe('HEAD');
    expect(server.requests).not.toContain('POST');
    expect([...server.messages.values()][0]?.receiverId).toBe('boris');
    await nothingIsLeft(second);
  });

  it('leaves what is paused paused', async () => {
    stuck();
    const first = openPage();
    first.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    first.uploads.pause(first.uploads.state.uploads[0]!.id);
    shut(first);
    server.mischief = () => undefined;
    await sleep(50);
    server.requests.length = 0;
    const second = openPage();
    await second.uploads.restore();
    await sleep(50);
    expect([stageOf(second), server.requests.length]).toEqual(['paused', 0]);
    expect(second.uploads.state.uploads[0]!.sentBytes).toBeGreaterThan(0);
    second.uploads.resume(second.uploads.state.uploads[0]!.id);
    await arrives(bytes);
  });

  it('between the upload and its message neither loses nor doubles the message', async () => {
    server.chatIsDeaf = true;
    const first = openPage();
    first.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(stageOf(first)).toBe('sent'));
    const { id } = first.uploads.state.uploads[0]!;
    shut(first);
    expect(server.messages.size).toBe(0);
    server.chatIsDeaf = false;
    const second = openPage();
    await second.uploads.restore();
    await arrives(bytes);
    expect([...server.messages.keys()]).toEqual([id]);
    await nothingIsLeft(second);
  });

  it('after the message was sent, and before that was noted, does not double it', async () => {
    const first = openPage();
    let record: KeptUpload | undefined;
    first.uploads.subscribe(() => {
      record = [...store.records.values()].find(({ isUploaded }) => isUploaded) ?? record;
    });
    first.uploads.add(fileOf(bytes), undefined);
    await arrives(bytes);
    await nothingIsLeft(first);
    shut(first);
    store.records.set(record!.id, record!);
    server.requests.length = 0;
    const second = openPage();
    await second.uploads.restore();
    await nothingIsLeft(second);
    expect([server.messages.size, server.requests]).toEqual([1, []]);
  });

  it('of a page that had no room for the file asks for it again, and takes no other', async () => {
    store.keepsFiles = false;
    stuck();
    const first = openPage();
    first.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    shut(first);
    server.mischief = () => undefined;
    const second = openPage();
    await second.uploads.restore();
    const { id } = second.uploads.state.uploads[0]!;
    expect(stageOf(second)).toBe('fileMissing');
    expect(second.uploads.chooseAgain(id, fileOf(bytes, 'other.bin'))).toBe(false);
    expect(second.uploads.chooseAgain(id, fileOf(bytes.subarray(1)))).toBe(false);
    expect(second.uploads.chooseAgain(id, fileOf(bytes))).toBe(true);
    await arrives(bytes);
    expect(server.requests.filter((request) => request === 'POST')).toHaveLength(1);
  });
});

describe('a person', () => {
  const bytes = randomBytes(1_500_000);

  it('who pauses and resumes sends the same file', async () => {
    server.mischief = (_request, upload) => ((upload?.bytes.length ?? 0) > 0 ? { answer: 503 } : undefined);
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    const { id } = page.uploads.state.uploads[0]!;
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    page.uploads.pause(id);
    expect(stageOf(page)).toBe('paused');
    // A request that was already on its way may still reach the server; none follows it.
    await sleep(200);
    const { length } = server.requests;
    server.mischief = () => undefined;
    await sleep(400);
    expect(server.requests).toHaveLength(length);
    page.uploads.resume(id);
    await arrives(bytes);
    await nothingIsLeft(page);
  });

  it('who cancels leaves nothing behind', async () => {
    server.mischief = ({ method }, upload) =>
      method === 'PATCH' && (upload?.bytes.length ?? 0) > 0 ? { answer: 503 } : undefined;
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    page.uploads.cancel(page.uploads.state.uploads[0]!.id);
    await nothingIsLeft(page);
    await vi.waitFor(() => expect(server.uploads.size).toBe(0));
    expect(server.messages.size).toBe(0);
  });

  it('is told why a file is refused; what can be tried again is', async () => {
    server.mischief = ({ method }) => (method === 'POST' ? { answer: 403, code: 'files_off' } : undefined);
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() =>
      expect(page.uploads.state.uploads[0]?.stage).toMatchObject({ error: { code: 'files_off' } }),
    );
    expect(store.records.size).toBe(1);
    server.mischief = () => undefined;
    page.uploads.tryAgain(page.uploads.state.uploads[0]!.id);
    await arrives(bytes);
  });

  it('is told of a bad file only once: a reload does not try it again', async () => {
    server.mischief = ({ method }) => (method === 'PATCH' ? { answer: 415, code: 'file_executable' } : undefined);
    const page = openPage();
    page.uploads.add(fileOf(bytes), undefined);
    await vi.waitFor(() => expect(stageOf(page)).toBe('failed'));
    await vi.waitFor(() => expect(store.records.size).toBe(0));
  });

  it.each([
    ['file_empty', 'a.txt', 0],
    ['file_too_large', 'a.txt', 1024 ** 3 + 1],
    ['file_name_invalid', `${'я'.repeat(261)}`, 1],
  ])('is told %s without the server being asked', async (code, name, size) => {
    const page = openPage();
    const file = new File([], name);
    Object.defineProperty(file, 'size', { value: size });
    page.uploads.add(file, undefined);
    expect(page.uploads.state.uploads[0]?.stage).toMatchObject({ name: 'failed', error: { code } });
    await sleep(20);
    expect([server.requests, store.records.size]).toEqual([[], 0]);
  });

  it('who changes a file while it is on its way is asked for it again', async () => {
    server.mischief = (_request, upload) => ((upload?.bytes.length ?? 0) > 0 ? { answer: 503 } : undefined);
    const page = openPage();
    const file = fileOf(bytes);
    page.uploads.add(file, undefined);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(2));
    file.slice = () => {
      throw new DOMException('changed', 'NotReadableError');
    };
    await vi.waitFor(() => expect(stageOf(page)).toBe('fileMissing'));
  });

  it('who sends many files sends two at a time, each as one message', async () => {
    const page = openPage();
    const files = Array.from({ length: 6 }, (_, index) => fileOf(bytes.subarray(index * 10), `${index}.bin`));
    for (const file of files) page.uploads.add(file, undefined);
    await vi.waitFor(() => expect(server.messages.size).toBe(6), { timeout: 20_000 });
    const names = [...server.messages.values()].map(({ attachmentId }) => server.uploads.get(attachmentId ?? '')?.name);
    expect(names.sort()).toEqual(files.map(({ name }) => name));
    expect(server.mostAtOnce).toBeLessThanOrEqual(2);
    await nothingIsLeft(page);
  });
});
