/**
 * The chats of one stay in a meeting: that of the main room, and one for each breakout room in which its person has been. One of them runs, the others
 * rest with whatever waits in them, so that nothing is lost when somebody is moved and nothing said in one room comes to another.
 */
import { CallFailure } from '@veche/client/call-error.ts';
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { ChatPlace } from './chat-place.ts';
import { roomChatUrl } from './room-chat-url.ts';

export interface RoomChatsOptions {
  readonly conferenceId: string;
  /** Of the main room. */
  readonly chatUrl: string;
  /** Asks for the chat of the room that one is in; rejects with a CallFailure. */
  readonly openRoomChat: () => Promise<{ readonly roomId: string; readonly chatToken: string }>;
  /** A resting chat; `onChange` runs after each change of it. */
  readonly newPlace: (conferenceId: string, onChange: () => void) => ChatPlace;
  /** Another one is shown from now on; null = the main room's. */
  readonly onSwapped: (roomId: string | null, place: ChatPlace) => void;
  /** The one that is shown has changed. */
  readonly onChanged: (place: ChatPlace) => void;
}

const firstRetryMs = 500;
const lastRetryMs = 10_000;

export class RoomChats {
  readonly #options: RoomChatsOptions;
  readonly #main: ChatPlace;
  readonly #rooms = new Map<string, ChatPlace>();
  #roomId: string | null = null;
  #current: ChatPlace;
  #isAsking = false;
  #isClosed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RoomChatsOptions) {
    this.#options = options;
    this.#main = this.#newPlace(options.conferenceId);
    this.#current = this.#main;
  }

  /** Of the room that one is in. */
  get current(): ChatPlace {
    return this.#current;
  }

  /** Bytes of a chosen file are still being copied to where a reload finds them, in whatever room. */
  get isKeepingFiles(): boolean {
    return this.#all().some(({ uploads }) => uploads?.isKeeping === true);
  }

  start(): void {
    this.#main.open(this.#options.chatUrl);
    this.#main.run();
  }

  /** Where one is now; null = the main room. */
  follow(roomId: string | null): void {
    if (roomId === this.#roomId) return;
    this.#roomId = roomId;
    clearTimeout(this.#retry);
    this.#current.rest();
    this.#current = roomId === null ? this.#main : this.#placeOf(roomId);
    this.#current.run();
    this.#options.onSwapped(roomId, this.#current);
    void this.#openCurrent(0);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const place of this.#all()) place.close();
  }

  /** The place in the meeting is given up. */
  abandon(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    for (const place of this.#all()) place.abandon();
  }

  /** One question at a time: a second token for the same room would make the first one void. */
  async #openCurrent(attempt: number): Promise<void> {
    if (this.#isAsking || this.#isClosed || this.#roomId === null || this.#current.isOpened) return;
    const askedFor = this.#roomId;
    this.#isAsking = true;
    const answer = await this.#ask();
    this.#isAsking = false;
    if (this.#isClosed) return;
    if (answer.name === 'opened') {
      // It is that of the room in which one was at the server then.
      const place = this.#placeOf(answer.roomId);
      place.open(roomChatUrl(this.#options.chatUrl, answer.chatToken));
      if (answer.roomId === this.#roomId) place.run();
    } else if (askedFor === this.#roomId) {
      const delayMs = backoffMs(attempt, firstRetryMs, lastRetryMs, Math.random());
      if (answer.name === 'later') this.#retry = setTimeout(() => void this.#openCurrent(attempt + 1), delayMs);
      return;
    }
    void this.#openCurrent(0);
  }

  async #ask(): Promise<
    | { readonly name: 'opened'; readonly roomId: string; readonly chatToken: string }
    | { readonly name: 'later' | 'never' }
  > {
    try {
      return { name: 'opened', ...(await this.#options.openRoomChat()) };
    } catch (error) {
      const isOver = error instanceof CallFailure && !error.retryable && error.code !== 'internal';
      return { name: isOver ? 'never' : 'later' };
    }
  }

  /** One that has ended is of no use: the room may have been closed and opened again since. */
  #placeOf(roomId: string): ChatPlace {
    const known = this.#rooms.get(roomId);
    if (known !== undefined && known.chat.state.connection !== 'ended') return known;
    known?.close();
    const place = this.#newPlace(roomId);
    this.#rooms.set(roomId, place);
    return place;
  }

  #newPlace(conferenceId: string): ChatPlace {
    const place: ChatPlace = this.#options.newPlace(conferenceId, () => {
      if (place === this.#current) this.#options.onChanged(place);
    });
    return place;
  }

  #all(): readonly ChatPlace[] {
    return [this.#main, ...this.#rooms.values()];
  }
}
