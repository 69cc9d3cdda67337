/**
 * One participant's chat, without any screen. What is sent is kept until the server has confirmed it, however often the socket is cut, and is
 * sent in the order of writing; what was missed is asked for from the last position up to which nothing is missing. One of these for each room in
 * which its person has been: it rests while they are elsewhere, and goes on where it stood.
 */
import {
  type ChatMethodName,
  type ChatNotification,
  type ChatParams,
  type ChatResult,
  chatNotifications,
} from '@veche/contracts/chat/chat-methods.ts';
import type { ChatPerson, ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import type { CallEnvironment, TimerHandle } from '../call-environment.ts';
import { CallFailure } from '../call-error.ts';
import { ReconnectingSocket } from '../reconnecting-socket.ts';
import { type ChatInput, type ChatState, chatAfter, initialChatState, type Outgoing } from './chat-state.ts';

interface ChatTypes {
  readonly methods: { readonly [Name in ChatMethodName]: { params: ChatParams<Name>; result: ChatResult<Name> } };
  readonly notification: ChatNotification;
}

export interface ChatOptions {
  /** Of the join answer, or of the room's chat. */
  readonly chatUrl: string;
  readonly environment: CallEnvironment;
  /** A new id for each message. */
  newId(): string;
}

/** Of a message whose id was fixed when the upload began, so that it is the same one after a reload. */
export interface UploadedFile {
  readonly messageId: string;
  readonly attachmentId: string;
  readonly name: string;
}

const pageLength = 50;
/** A server that is busy is asked again this much later. */
const retryAfterMs = 2_000;

export class Chat {
  readonly #options: ChatOptions;
  readonly #listeners = new Set<() => void>();
  readonly #stopListening: (() => void) | undefined;
  #chatUrl: string;
  /** A new one each time that it goes on. */
  #socket: ReconnectingSocket<ChatTypes>;
  #phase: 'idle' | 'running' | 'paused' | 'closed' = 'idle';
  #state = initialChatState;
  /** Up to here nothing is missing; undefined = nothing was read yet. */
  #completeUpTo: number | undefined;
  /** Highest change that was told; counts only when nothing before it is missing. */
  #toldUpTo = 0;
  /** Grows with each socket and each welcome: what an older one has brought about is not gone on with. */
  #turn = 0;
  /** From the cut, and before the first welcome, until nothing is missing: what is told meanwhile may stand behind a gap. */
  #isCatchingUp = true;
  #isSending = false;
  /** Confirmed, and about to be told as a message. */
  readonly #confirmed = new Set<string>();
  #retry: TimerHandle;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#chatUrl = options.chatUrl;
    this.#socket = this.#socketTo(options.chatUrl);
    this.#stopListening = options.environment.onNetworkChange?.(() => this.#testSocket());
  }

  get state(): ChatState {
    return this.#state;
  }

  /** `listener` runs after each change of `state`; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'running';
    this.#socket.connect();
  }

  /** Without a socket and without a try, until it is resumed. What was not confirmed stays, and what is written meanwhile waits with it. */
  pause(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'paused';
    this.#beginTurn();
    this.#socket.close();
    this.#step({ type: 'paused' });
  }

  /** Goes on where it stood. `chatUrl`: another address of the same place, when the one before may open nothing any more. */
  resume(chatUrl?: string): void {
    if (this.#phase !== 'paused') return;
    this.#phase = 'idle';
    this.#chatUrl = chatUrl ?? this.#chatUrl;
    this.#socket = this.#socketTo(this.#chatUrl);
    this.#step({ type: 'resumed' });
    this.connect();
  }

  /** What was not confirmed is not sent any more. */
  close(): void {
    this.#phase = 'closed';
    this.#beginTurn();
    this.#stopListening?.();
    this.#socket.close();
  }

  /** Shown at once, confirmed later. With a file the text may be empty. */
  send(text: string, receiver: ChatPerson | undefined, file?: UploadedFile): void {
    const { newId, environment } = this.#options;
    const outgoing: Outgoing = {
      id: file?.messageId ?? newId(),
      text,
      receiver,
      attachment: file === undefined ? undefined : { id: file.attachmentId, name: file.name },
      writtenAtMs: environment.nowMs(),
      refused: undefined,
    };
    this.#step({ type: 'written', outgoing });
    void this.#sendOn();
  }

  tryAgain(id: string): void {
    this.#step({ type: 'triedAgain', id });
    void this.#sendOn();
  }

  /** Something that was refused is not to be sent. */
  takeBack(id: string): void {
    this.#step({ type: 'takenBack', id });
  }

  /** Rejects with a CallFailure. */
  fileLinks(id: string): Promise<ChatResult<'fileLinks'>> {
    return this.#socket.ask('fileLinks', { id });
  }

  /** Rejects with a CallFailure. */
  async delete(id: string): Promise<void> {
    await this.#socket.ask('delete', { id });
  }

  /** Host only; rejects with a CallFailure. */
  async setPolicy(changes: Partial<ChatPolicy>): Promise<void> {
    await this.#socket.ask('setPolicy', changes);
  }

  /** Rejects with a CallFailure. */
  async loadOlder(): Promise<void> {
    const [oldest] = this.#state.messages;
    if (oldest === undefined || this.#state.hasOlder === false) return;
    const { messages, more } = await this.#socket.ask('history', { before: oldest.position, limit: pageLength });
    this.#step({ type: 'olderCame', messages, hasOlder: more });
  }

  #socketTo(chatUrl: string): ReconnectingSocket<ChatTypes> {
    const { environment } = this.#options;
    const socket = new ReconnectingSocket<ChatTypes>(chatUrl, environment, { notifications: chatNotifications });
    socket.events.on('notification', (notification) => this.#hear(notification));
    socket.events.on('cut', () => {
      this.#beginTurn();
      this.#step({ type: 'cut' });
    });
    return socket;
  }

  #beginTurn(): void {
    this.#turn += 1;
    this.#isCatchingUp = true;
    this.#options.environment.clearTimeout(this.#retry);
  }

  #hear({ method, params }: ChatNotification): void {
    switch (method) {
      case 'welcome': {
        const { participantId: selfId, isHost, policy, position } = params;
        this.#socket.settled();
        // Not the first one of this socket: its person was out, and nothing was told meanwhile.
        this.#beginTurn();
        this.#step({ type: 'welcomed', selfId, isHost, policy });
        void this.#catchUp(this.#turn, position);
        return;
      }
      case 'message':
      case 'messageDeleted':
        this.#toldUpTo = Math.max(this.#toldUpTo, params.message.changedPosition);
        this.#step({ type: 'told', messages: [params.message] });
        if (!this.#isCatchingUp) this.#completeUpTo = this.#toldUpTo;
        return;
      case 'policyChanged':
        this.#step({ type: 'policyChanged', policy: params.policy });
        return;
      case 'roleChanged':
        this.#step({ type: 'roleChanged', isHost: params.isHost });
        return;
      case 'ended':
        this.#step({ type: 'ended' });
        this.close();
        return;
    }
  }

  /** `position`: what comes after it is told without being asked for. */
  async #catchUp(turn: number, position: number): Promise<void> {
    if (turn !== this.#turn) return;
    try {
      if (this.#completeUpTo === undefined) {
        const { messages, more } = await this.#socket.ask('history', { limit: pageLength });
        if (turn !== this.#turn) return;
        this.#step({ type: 'olderCame', messages, hasOlder: more });
      } else {
        await this.#askForMissed(turn, this.#completeUpTo);
        if (turn !== this.#turn) return;
      }
      this.#completeUpTo = Math.max(position, this.#toldUpTo, this.#completeUpTo ?? 0);
      this.#isCatchingUp = false;
      void this.#sendOn();
    } catch (error) {
      // A cut socket begins anew by itself; a server that is busy is asked again.
      if (turn === this.#turn && !isLost(error)) this.#later(() => void this.#catchUp(turn, position));
    }
  }

  async #askForMissed(turn: number, from: number): Promise<void> {
    for (let after = from; ; ) {
      const { messages, more } = await this.#socket.ask('history', { after, limit: pageLength });
      if (turn !== this.#turn) return;
      this.#step({ type: 'told', messages });
      after = messages.at(-1)?.changedPosition ?? after;
      // As far as that nothing is missing, even if the next page never comes.
      this.#completeUpTo = after;
      if (!more) return;
    }
  }

  /** One after another, so that their order is the order of writing. */
  async #sendOn(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let next = this.#nextOutgoing(); next !== undefined; next = this.#nextOutgoing()) {
        const { id, text, receiver, attachment } = next;
        try {
          const { position } = await this.#socket.ask('send', {
            id,
            text,
            ...(receiver === undefined ? {} : { receiverId: receiver.participantId }),
            ...(attachment === undefined ? {} : { attachmentId: attachment.id }),
          });
          this.#confirmed.add(id);
          // Sent before this page was loaded, and not told once more.
          if (position <= (this.#completeUpTo ?? 0)) this.#step({ type: 'takenBack', id });
        } catch (error) {
          if (!(error instanceof CallFailure) || isLost(error)) return;
          // A bug of the server's is no reason to hold up what comes behind.
          if (error.retryable && error.code !== 'internal') {
            this.#later(() => void this.#sendOn());
            return;
          }
          this.#step({ type: 'refused', id, error: error.toCallError() });
        }
      }
    } finally {
      this.#isSending = false;
    }
  }

  #nextOutgoing() {
    if (this.#state.connection !== 'connected' || this.#isCatchingUp) return undefined;
    return this.#state.outgoing.find(({ id, refused }) => refused === undefined && !this.#confirmed.has(id));
  }

  /** A socket that stays silent is given up; a chat in which nobody writes must not be taken for one. */
  #testSocket(): void {
    this.#socket.hurry();
    this.#socket.ask('history', { after: this.#completeUpTo ?? 0, limit: 1 }).catch(() => undefined);
  }

  #later(work: () => void): void {
    const { environment } = this.#options;
    environment.clearTimeout(this.#retry);
    this.#retry = environment.setTimeout(work, retryAfterMs);
  }

  #step(input: ChatInput): void {
    const state = chatAfter(this.#state, input);
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}

const isLost = (error: unknown): boolean => error instanceof CallFailure && error.code === 'connection_lost';
