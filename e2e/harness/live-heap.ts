/**
 * What a Node process and its threads still hold after a full garbage collection, asked through the inspector that SIGUSR1 opens in it: what
 * grows there is kept by somebody, whereas the saw of the resident set is mostly garbage that waits.
 */
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { residentBytes } from './process-figures.ts';

/** Node's own; SIGUSR1 leaves no choice. */
const inspectorPort = 9_229;
const openTries = 50;

export interface LiveBytes {
  /** Objects, and what they hold outside of the heap, of the main thread. */
  readonly main: number;
  /** Objects of the other threads together. */
  readonly threads: number;
  /** Resident set of the whole process after the collection. */
  readonly resident: number;
}

export class LiveHeap {
  readonly #pid: number;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, { resolve(result: unknown): void; reject(error: Error): void }>();
  readonly #threads = new Set<string>();
  #lastId = 0;

  private constructor(pid: number, socket: WebSocket) {
    this.#pid = pid;
    this.#socket = socket;
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The inspector was closed'));
    });
  }

  /** Throws when the process opens no inspector, or another one holds its port. */
  static async open(pid: number): Promise<LiveHeap> {
    if ((await inspectorAddress()) !== undefined)
      throw new Error(`Somebody else is inspected on port ${inspectorPort}`);
    process.kill(pid, 'SIGUSR1');
    for (let tries = 0; tries < openTries; tries += 1) {
      await pause(100);
      const address = await inspectorAddress();
      if (address === undefined) continue;
      const socket = new WebSocket(address, { perMessageDeflate: false });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      const heap = new LiveHeap(pid, socket);
      const { value } = (await heap.#ask('Runtime.evaluate', { expression: 'process.pid' })) as Evaluated;
      if (value !== pid) throw new Error(`Process ${value} is inspected, not ${pid}`);
      await heap.#ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
      return heap;
    }
    throw new Error(`Process ${pid} opens no inspector on port ${inspectorPort}`);
  }

  /** Costs a pause of each thread, of tens of milliseconds. */
  async measure(): Promise<LiveBytes> {
    // What the first one's finalizers let go, the second one takes.
    for (let times = 0; times < 2; times += 1) await this.#ask('HeapProfiler.collectGarbage');
    const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';
    const { value: main } = (await this.#ask('Runtime.evaluate', { expression })) as Evaluated;
    let threads = 0;
    for (const thread of this.#threads) {
      await this.#ask('HeapProfiler.collectGarbage', {}, thread);
      const { usedSize } = (await this.#ask('Runtime.getHeapUsage', {}, thread)) as { usedSize: number };
      threads += usedSize;
    }
    return { main, threads, resident: await residentBytes(this.#pid) };
  }

  /** Also closes what SIGUSR1 opened, so that the next process can be asked. */
  async close(): Promise<void> {
    // Once we are gone: it waits for whoever is connected.
    await this.#ask('Runtime.evaluate', { expression: 'void setTimeout(() => process._debugEnd(), 50)' });
    this.#socket.close();
    for (let tries = 0; tries < openTries && (await inspectorAddress()) !== undefined; tries += 1) await pause(100);
  }

  #ask(method: string, params: object = {}, thread?: string): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(`${thread ?? ''}:${id}`, { resolve, reject });
      const message = JSON.stringify({ id, method, params });
      if (thread === undefined) this.#socket.send(message);
      else void this.#ask('NodeWorker.sendMessageToWorker', { sessionId: thread, message }).catch(reject);
    });
  }

  #hear(text: string, thread = ''): void {
    const { id, method, params, result, error } = JSON.parse(text) as Heard;
    if (method === 'NodeWorker.attachedToWorker') this.#threads.add(params!.sessionId);
    if (method === 'NodeWorker.detachedFromWorker') this.#threads.delete(params!.sessionId);
    if (method === 'NodeWorker.receivedMessageFromWorker') this.#hear(params!.message, params!.sessionId);
    const waiting = this.#waiting.get(`${thread}:${id}`);
    this.#waiting.delete(`${thread}:${id}`);
    if (error === undefined) waiting?.resolve((result as { result?: unknown } | undefined)?.result ?? result);
    else waiting?.reject(new Error(error.message));
  }
}

interface Evaluated {
  readonly value: number;
}

interface Heard {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId: string; readonly message: string };
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

async function inspectorAddress(): Promise<string | undefined> {
  const answer = await fetch(`http://127.0.0.1:${inspectorPort}/json`).catch(() => undefined);
  const [target] = ((await answer?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
  return target?.webSocketDebuggerUrl;
}
