/** One room's chat with what belongs to it. It is there before its address is known, so that what is written meanwhile waits in it. */
import { browserEnvironment } from '@veche/client/browser-environment.ts';
import { Chat } from '@veche/client/chat/chat.ts';
import { FileLinkBook } from '@veche/client/chat/file-links.ts';
import type { Uploads } from '@veche/client/chat/uploads/uploads.ts';
import { newMessageId } from '../meeting/new-message-id.ts';
import { openUploads } from './files/open-uploads.ts';

export interface ChatPlaceOptions {
  /** The meeting's id, or the room's. */
  readonly conferenceId: string;
  readonly participantId: string;
  /** After each change of the chat or of its uploads. */
  readonly onChange: () => void;
}

export class ChatPlace {
  readonly chat: Chat;
  readonly #options: ChatPlaceOptions;
  readonly #stops: (() => void)[] = [];
  #chatUrl: string | undefined;
  #files: { readonly uploads: Uploads; readonly links: FileLinkBook } | undefined;

  /** It rests. */
  constructor(options: ChatPlaceOptions) {
    this.#options = options;
    this.chat = new Chat({ chatUrl: '', environment: browserEnvironment(), newId: newMessageId });
    this.chat.pause();
    this.#stops.push(this.chat.subscribe(options.onChange));
  }

  get isOpened(): boolean {
    return this.#files !== undefined;
  }

  /** Undefined until it is opened. */
  get uploads(): Uploads | undefined {
    return this.#files?.uploads;
  }

  /** Undefined until it is opened. */
  get fileLinks(): FileLinkBook | undefined {
    return this.#files?.links;
  }

  /** Once: the same address is good for as long as its person's place in the meeting. It goes on resting. */
  open(chatUrl: string): void {
    if (this.#files !== undefined) return;
    const { conferenceId, participantId, onChange } = this.#options;
    const uploads = openUploads(conferenceId, { participantId, chatUrl }, this.chat);
    const links = new FileLinkBook({ chatUrl, chat: this.chat, nowMs: browserEnvironment().nowMs });
    this.#files = { uploads, links };
    this.#chatUrl = chatUrl;
    this.#stops.push(uploads.subscribe(onChange));
    void uploads.restore();
  }

  /** Its person is in this room: it goes on where it stood. Nothing before it is opened. */
  run(): void {
    if (this.#chatUrl !== undefined) this.chat.resume(this.#chatUrl);
  }

  /** Its person is somewhere else. Files go on being uploaded; their messages wait. */
  rest(): void {
    this.chat.pause();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.chat.close();
    this.uploads?.close();
  }

  /** The place in the meeting is given up: no file of it will ever go on. */
  abandon(): void {
    this.close();
    this.uploads?.abandon();
  }
}
