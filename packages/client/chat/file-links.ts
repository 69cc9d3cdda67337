/** Where files of messages are to be had: links that the server signs for a while, asked for once and kept as long as they surely hold. */
import { chatFilesAccess } from '@veche/contracts/chat/chat-files.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Chat } from './chat.ts';

export interface FileLinks {
  readonly fileUrl: string;
  /** null = there is no preview. */
  readonly previewUrl: string | null;
}

/** By our own clock: what the server's says may be another time. */
const keptMs = limits.chatFileLinkTtlMs - 60_000;

export class FileLinkBook {
  readonly #origin: string;
  readonly #chat: Pick<Chat, 'fileLinks'>;
  readonly #nowMs: () => number;
  readonly #links = new Map<string, { readonly atMs: number; readonly links: Promise<FileLinks> }>();

  constructor(options: { readonly chatUrl: string; readonly chat: Pick<Chat, 'fileLinks'>; nowMs(): number }) {
    this.#origin = chatFilesAccess(options.chatUrl).origin;
    this.#chat = options.chat;
    this.#nowMs = () => options.nowMs();
  }

  /** `fresh`: one that was kept has failed. Rejects with a CallFailure. */
  of(messageId: string, fresh = false): Promise<FileLinks> {
    const kept = this.#links.get(messageId);
    if (kept !== undefined && !fresh && this.#nowMs() - kept.atMs < keptMs) return kept.links;
    const links = this.#ask(messageId);
    const entry = { atMs: this.#nowMs(), links };
    this.#links.set(messageId, entry);
    links.catch(() => {
      if (this.#links.get(messageId) === entry) this.#links.delete(messageId);
    });
    return links;
  }

  async #ask(messageId: string): Promise<FileLinks> {
    const { filePath, previewPath } = await this.#chat.fileLinks(messageId);
    return {
      fileUrl: this.#origin + filePath,
      previewUrl: previewPath === null ? null : this.#origin + previewPath,
    };
  }
}
