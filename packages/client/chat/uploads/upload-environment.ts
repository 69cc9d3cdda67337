/** What uploads need of the world they run in: bytes of files, HTTP, a place to remember what is on its way, and time. */
import type { ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { CallEnvironment } from '../../call-environment.ts';

/** A file's bytes or some of them. Every `Blob` is one. */
export interface FileBytes {
  readonly size: number;
  slice(start: number, end: number): FileBytes;
  /** Rejects when the device does not give them any more, as when the file was changed since it was chosen. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** As somebody chose it. Every `File` is one. */
export interface ChosenFile extends FileBytes {
  readonly name: string;
  /** Milliseconds since 1970, of the last change on the device. */
  readonly lastModified: number;
}

export interface UploadRequest {
  readonly method: 'POST' | 'PATCH' | 'HEAD' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: FileBytes;
  readonly signal: AbortSignal;
  /** How much of the body has gone out so far; whoever cannot know says nothing. */
  onProgress?(sentBytes: number): void;
}

export interface UploadAnswer {
  readonly status: number;
  header(name: string): string | null;
  readonly body: string;
}

/** What outlives a reload of the page. */
export interface KeptUpload {
  /** The message's; fixed when the file is added. */
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  /** Undefined = everybody. */
  readonly receiver: ChatPerson | undefined;
  /** Where the server has it; undefined = it knows nothing of it. */
  readonly address: string | undefined;
  readonly isPaused: boolean;
  /** To its end, and checked: only the message may be missing. */
  readonly isUploaded: boolean;
  /** As last seen; the server knows better. */
  readonly sentBytes: number;
}

export interface RestoredUpload {
  readonly kept: KeptUpload;
  /** Undefined = there was no room for it, or it was not kept in time. */
  readonly file: FileBytes | undefined;
}

/** Remembers the uploads of one participant. Whatever fails here costs at most the going on after a reload. */
export interface UploadStore {
  /** In the order of adding. */
  load(): Promise<readonly RestoredUpload[]>;
  keep(upload: KeptUpload): Promise<void>;
  keepFile(id: string, file: FileBytes): Promise<void>;
  forget(id: string): Promise<void>;
}

type Time = Pick<CallEnvironment, 'nowMs' | 'random01' | 'setTimeout' | 'clearTimeout' | 'onNetworkChange'>;

export interface UploadEnvironment extends Time {
  /** Answers whatever the server said; rejects when it said nothing. */
  request(request: UploadRequest): Promise<UploadAnswer>;
  readonly store: UploadStore;
}

/** Forgets everything at once. */
export const noUploadStore: UploadStore = {
  load: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  keepFile: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};
