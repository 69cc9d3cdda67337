/**
 * Files that one participant brings into the chat: two at a time go to the server, and each becomes one message. The message's id is fixed
 * when a file is added and kept with it, so that neither a reload nor a crash can double or lose the message.
 */
import { chatFilesAccess } from '@veche/contracts/chat/chat-files.ts';
import type { ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { Chat } from '../chat.ts';
import { fileRefusal, mayTryAgain } from './file-refusal.ts';
import { removeUpload } from './remove-upload.ts';
import { afterBytes, startOfTransfer, type TransferRate } from './transfer-rate.ts';
import { Tus } from './tus.ts';
import type { ChosenFile, FileBytes, KeptUpload, UploadEnvironment } from './upload-environment.ts';
import { type UploadOutcome, UploadRun } from './upload-run.ts';
import {
  initialUploadsState,
  nextToBegin,
  type Upload,
  type UploadInput,
  type UploadStage,
  type UploadsState,
  uploadsAfter,
} from './upload-state.ts';

export interface UploadsOptions {
  /** Of the join answer. */
  readonly chatUrl: string;
  readonly chat: Pick<Chat, 'state' | 'subscribe' | 'send'>;
  readonly environment: UploadEnvironment;
  /** A new id for each message. */
  newId(): string;
}

interface Entry {
  kept: KeptUpload;
  file: FileBytes | undefined;
  /** Stops what is under way. */
  run: AbortController | undefined;
  rate: TransferRate | undefined;
  /** The state is told of it now and then. */
  sentBytes: number;
  toldAtMs: number;
  keptAtMs: number;
  /** The server would not have the message, when last seen. */
  wasRefused: boolean;
}

/** A screen that changes more often tells nobody more. */
const toldEveryMs = 200;
/** So that a page that was loaded anew begins about where it was. */
const keptEveryMs = 1_000;

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #tus: Tus;
  readonly #entries = new Map<string, Entry>();
  /** Whose bytes are being copied to where a reload finds them. */
  readonly #keeping = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: () => void;
  readonly #closed = new AbortController();
  #state = initialUploadsState;

  constructor(options: UploadsOptions) {
    this.#options = options;
    this.#tus = new Tus(chatFilesAccess(options.chatUrl), options.environment);
    this.#stopListening = options.chat.subscribe(() => this.#followMessages());
  }

  get state(): UploadsState {
    return this.#state;
  }

  /** `listener` runs after each change of `state`; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on with what was on its way before the page was loaded anew. */
  async restore(): Promise<void> {
    const found = await this.#options.environment.store.load().catch(() => []);
    if (this.#closed.signal.aborted) return;
    for (const { kept, file } of found) {
      if (this.#entries.has(kept.id)) continue;
      this.#enter(kept, file, stageOf(kept, file));
      if (kept.isUploaded) this.#handOver(kept.id);
    }
    this.#beginNext();
  }

  /** On its way at once; one that cannot be sent stands there with the reason. */
  add(file: ChosenFile, receiver: ChatPerson | undefined): void {
    const { newId } = this.#options;
    const kept: KeptUpload = {
      id: newId(),
      name: file.name,
      sizeBytes: file.size,
      lastModifiedMs: file.lastModified,
      receiver,
      address: undefined,
      isPaused: false,
      isUploaded: false,
      sentBytes: 0,
    };
    const error = fileRefusal(file);
    this.#enter(kept, file, error === undefined ? { name: 'waiting' } : { name: 'failed', error });
    if (error !== undefined) return;
    this.#keepFile(kept, file);
    this.#beginNext();
  }

  /** A page that goes away now would lose bytes that nobody has: the browser's copy of a file takes its time. */
  get isKeeping(): boolean {
    return this.#keeping.size > 0;
  }

  pause(id: string): void {
    this.#tellProgress(id);
    this.#step({ type: 'paused', id });
    if (this.#stageName(id) !== 'paused') return;
    this.#stop(id);
    this.#remember(id, { isPaused: true });
    this.#beginNext();
  }

  resume(id: string): void {
    this.#step({ type: 'resumed', id });
    this.#remember(id, { isPaused: false });
    this.#beginNext();
  }

  /** One that the server would not have, or that could not be read. */
  tryAgain(id: string): void {
    this.#step({ type: 'triedAgain', id });
    this.#beginNext();
  }

  /** Answers false when this is another file. One that was changed meanwhile begins anew. */
  chooseAgain(id: string, file: ChosenFile): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined || this.#stageName(id) !== 'fileMissing') return false;
    const { name, sizeBytes, lastModifiedMs, address } = entry.kept;
    if (file.name !== name || file.size !== sizeBytes) return false;
    if (file.lastModified !== lastModifiedMs && address !== undefined) {
      this.#removeFromServer(address);
      this.#remember(id, { address: undefined });
    }
    entry.file = file;
    this.#remember(id, { lastModifiedMs: file.lastModified });
    this.#options.environment.store.keepFile(id, file).catch(() => undefined);
    this.#step({ type: 'fileChosen', id });
    this.#beginNext();
    return true;
  }

  /** Nothing of it stays. What is a message already is not taken back. */
  cancel(id: string): void {
    const address = this.#entries.get(id)?.kept.address;
    if (this.#stageName(id) === 'sent') return;
    this.#forget(id);
    if (address !== undefined) this.#removeFromServer(address);
    this.#beginNext();
  }

  /** The bytes at hand, for a look at them. */
  file(id: string): FileBytes | undefined {
    return this.#entries.get(id)?.file;
  }

  /** Stands still until another one is opened on the same store. */
  close(): void {
    this.#closed.abort();
    this.#stopListening();
    for (const id of this.#entries.keys()) this.#stop(id);
  }

  /** The place is given up: nothing of it will ever go on. */
  abandon(): void {
    this.close();
    for (const [id, { kept }] of this.#entries) {
      this.#options.environment.store.forget(id).catch(() => undefined);
      // What the chat has may still become a message.
      if (kept.address !== undefined && !kept.isUploaded)
        this.#removeFromServer(kept.address, new AbortController().signal);
    }
  }

  #keepFile(kept: KeptUpload, file: ChosenFile): void {
    const { store } = this.#options.environment;
    this.#keeping.add(kept.id);
    store
      .keep(kept)
      .then(() => store.keepFile(kept.id, file))
      .catch(() => undefined)
      .finally(() => this.#keeping.delete(kept.id));
  }

  #enter(kept: KeptUpload, file: FileBytes | undefined, stage: UploadStage): void {
    this.#entries.set(kept.id, {
      kept,
      file,
      run: undefined,
      rate: undefined,
      sentBytes: kept.sentBytes,
      toldAtMs: 0,
      keptAtMs: 0,
      wasRefused: false,
    });
    const { id, name, sizeBytes, receiver, sentBytes } = kept;
    const upload: Upload = { id, name, sizeBytes, receiver, sentBytes, bytesPerSecond: undefined, stage };
    this.#step({ type: 'added', upload });
  }

  #beginNext(): void {
    if (this.#closed.signal.aborted) return;
    for (let next = nextToBegin(this.#state); next !== undefined; next = nextToBegin(this.#state)) {
      this.#step({ type: 'begun', id: next.id });
      this.#begin(next.id);
    }
  }

  #begin(id: string): void {
    const entry = this.#entries.get(id);
    if (entry?.file === undefined) {
      this.#step({ type: 'fileLost', id });
      return;
    }
    const controller = new AbortController();
    entry.run = controller;
    entry.rate = undefined;
    const run = new UploadRun(
      { name: entry.kept.name, file: entry.file, address: entry.kept.address },
      { tus: this.#tus, environment: this.#options.environment },
      {
        onAddress: (address) => this.#remember(id, { address }),
        onProgress: (sentBytes) => this.#progress(entry, sentBytes),
        onChecking: () => this.#step({ type: 'checking', id }),
        onTrouble: (error) => {
          entry.rate = undefined;
          this.#step({ type: 'troubled', id, error });
        },
      },
      controller.signal,
    );
    void run.run().then((outcome) => {
      if (entry.run !== controller) return;
      entry.run = undefined;
      this.#end(id, outcome);
      this.#beginNext();
    });
  }

  #end(id: string, outcome: UploadOutcome): void {
    switch (outcome.name) {
      case 'uploaded':
        this.#remember(id, { isUploaded: true });
        this.#step({ type: 'uploaded', id });
        this.#handOver(id);
        return;
      case 'refused':
        this.#step({ type: 'refused', id, error: outcome.error });
        // After a reload it would only be refused once more.
        if (!mayTryAgain(outcome.error)) this.#options.environment.store.forget(id).catch(() => undefined);
        return;
      case 'fileLost':
        this.#step({ type: 'fileLost', id });
        return;
      case 'aborted':
        return;
    }
  }

  #progress(entry: Entry, sentBytes: number): void {
    const nowMs = this.#options.environment.nowMs();
    entry.rate = afterBytes(entry.rate ?? startOfTransfer(nowMs, sentBytes), nowMs, sentBytes);
    entry.sentBytes = sentBytes;
    if (nowMs - entry.toldAtMs < toldEveryMs) return;
    entry.toldAtMs = nowMs;
    this.#tellProgress(entry.kept.id);
    if (nowMs - entry.keptAtMs < keptEveryMs) return;
    entry.keptAtMs = nowMs;
    this.#remember(entry.kept.id, {});
  }

  #tellProgress(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#step({ type: 'progressed', id, sentBytes: entry.sentBytes, bytesPerSecond: entry.rate?.bytesPerSecond });
  }

  /** The chat sends it until the server has confirmed it. */
  #handOver(id: string): void {
    const kept = this.#entries.get(id)?.kept;
    if (kept?.address === undefined) return;
    const attachmentId = kept.address.slice(kept.address.lastIndexOf('/') + 1);
    this.#options.chat.send('', kept.receiver, { messageId: id, attachmentId, name: kept.name });
    this.#followMessages();
  }

  /** What is told as a message, or was taken back, need not be remembered any more. */
  #followMessages(): void {
    const { outgoing } = this.#options.chat.state;
    for (const { id, stage } of this.#state.uploads) {
      const entry = this.#entries.get(id);
      if (stage.name !== 'sent' || entry === undefined) continue;
      const waiting = outgoing.find((message) => message.id === id);
      if (waiting !== undefined) entry.wasRefused = waiting.refused !== undefined;
      else {
        this.#forget(id);
        // Taken back: no message has the file.
        if (entry.wasRefused && entry.kept.address !== undefined) this.#removeFromServer(entry.kept.address);
      }
    }
  }

  #removeFromServer(address: string, signal = this.#closed.signal): void {
    void removeUpload(address, { tus: this.#tus, environment: this.#options.environment }, signal);
  }

  #remember(id: string, changes: Partial<KeptUpload>): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.kept = { ...entry.kept, ...changes, sentBytes: entry.sentBytes };
    this.#options.environment.store.keep(entry.kept).catch(() => undefined);
  }

  #forget(id: string): void {
    this.#stop(id);
    this.#keeping.delete(id);
    this.#entries.delete(id);
    this.#options.environment.store.forget(id).catch(() => undefined);
    this.#step({ type: 'removed', id });
  }

  #stop(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const { run } = entry;
    entry.run = undefined;
    run?.abort();
  }

  #stageName(id: string): UploadStage['name'] | undefined {
    return this.#state.uploads.find((upload) => upload.id === id)?.stage.name;
  }

  #step(input: UploadInput): void {
    const state = uploadsAfter(this.#state, input);
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

function stageOf(kept: KeptUpload, file: FileBytes | undefined): UploadStage {
  if (kept.isUploaded) return { name: 'sent' };
  if (file === undefined) return { name: 'fileMissing' };
  return { name: kept.isPaused ? 'paused' : 'waiting' };
}
