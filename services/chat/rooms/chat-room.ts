/**
 * One conference's chat in this process while somebody holds a socket: which messages there are, what the policy is, and who hears what. It
 * changes only by what the log tells, in the log's order; a frame that many hear is built once.
 */
import type { ChatNotification } from '@veche/contracts/chat/chat-methods.ts';
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { ChatMessage, KnownMessage } from '@veche/ports/messages/messages.ts';
import type { Line } from '@veche/rpc/rpc-socket.ts';
import { textFrame } from '@veche/rpc/text-frame.ts';
import { deletedAt, messageAt, readEvent } from '../domain/chat-event.ts';
import { historySinceMs, usualPolicy } from '../domain/chat-policy.ts';
import { maySee, messageView } from '../domain/message-view.ts';
import type { ChatPlace } from '../needs.ts';

/** Of a message that is on its way to the log. */
export interface Posting {
  readonly senderId: string;
  readonly done: Promise<{ readonly position: number; readonly createdAtMs: number }>;
}

interface Seated {
  readonly place: ChatPlace;
  /** Oldest first. */
  readonly lines: Line[];
}

export class ChatRoom {
  /** Sends that the log has not confirmed yet, by message id. */
  readonly postings = new Map<string, Posting>();
  readonly #known = new Map<string, Pick<KnownMessage, 'position' | 'senderId'>>();
  readonly #seats = new Map<string, Seated>();
  #policy: ChatPolicy;
  #position: number;

  /** `known` and `policy` are what the store has; events that it may not have follow by `apply`. */
  constructor(known: readonly KnownMessage[], policy: ChatPolicy | undefined) {
    for (const { id, position, senderId } of known) this.#known.set(id, { position, senderId });
    this.#position = known.at(-1)?.position ?? 0;
    this.#policy = policy ?? usualPolicy;
  }

  get policy(): ChatPolicy {
    return this.#policy;
  }

  /** Up to where everything has been told. */
  get position(): number {
    return this.#position;
  }

  get isEmpty(): boolean {
    return this.#seats.size === 0 && this.postings.size === 0;
  }

  get isFull(): boolean {
    return this.#known.size + this.postings.size >= limits.chatMessagesPerConference;
  }

  known(id: string): Pick<KnownMessage, 'position' | 'senderId'> | undefined {
    return this.#known.get(id);
  }

  /** Events that were applied before are passed over. */
  apply(logged: LogEvent): void {
    if (logged.position <= this.#position) return;
    const event = readEvent(logged);
    switch (event.type) {
      case 'posted':
        // Sent twice, over two sockets: the first one is the message.
        if (!this.#known.has(event.message.id)) this.#tellPosted(messageAt(event.message, logged));
        break;
      case 'deleted':
        this.#tellDeleted(deletedAt(event, logged));
        break;
      case 'policyChanged':
        this.#policy = { ...this.#policy, ...event.changes };
        this.#tell({ method: 'policyChanged', params: { policy: this.#policy } }, () => true);
        break;
      case 'forgotten':
        this.#known.clear();
        this.end('endedForAll');
        break;
    }
    this.#position = logged.position;
  }

  /** From now on the line hears everything that is for this participant. */
  attach(place: ChatPlace, line: Line): void {
    const seated = this.#seats.get(place.participantId) ?? { place, lines: [] };
    this.#seats.set(place.participantId, seated);
    seated.lines.push(line);
    while (seated.lines.length > limits.chatSocketsPerParticipant) seated.lines.shift()?.giveWay();
  }

  detach(participantId: string, line: Line): void {
    const seated = this.#seats.get(participantId);
    const index = seated?.lines.indexOf(line) ?? -1;
    if (seated === undefined || index < 0) return;
    seated.lines.splice(index, 1);
    if (seated.lines.length === 0) this.#seats.delete(participantId);
  }

  /** Somebody's place is void. */
  remove(participantId: string, reason: 'signedOut'): void {
    for (const line of [...(this.#seats.get(participantId)?.lines ?? [])]) line.end(reason);
  }

  end(reason: 'endedForAll'): void {
    for (const { lines } of [...this.#seats.values()]) for (const line of [...lines]) line.end(reason);
  }

  #tellPosted(message: ChatMessage): void {
    this.#known.set(message.id, { position: message.position, senderId: message.sender.participantId });
    this.#tell({ method: 'message', params: { message: messageView(message) } }, (place) => maySee(message, place));
  }

  /** To those who could have been shown it. */
  #tellDeleted(message: ChatMessage): void {
    this.#tell({ method: 'messageDeleted', params: { message: messageView(message) } }, (place) => {
      const sinceMs = historySinceMs(place, this.#policy, 'missed') ?? Number.POSITIVE_INFINITY;
      return message.createdAtMs >= sinceMs && maySee(message, place);
    });
  }

  #tell({ method, params }: ChatNotification, isFor: (place: ChatPlace) => boolean): void {
    if (this.#seats.size === 0) return;
    const frame = textFrame(rpcNotification(method, params));
    for (const { place, lines } of this.#seats.values()) {
      if (!isFor(place)) continue;
      // A copy: sending may close one.
      if (lines.length === 1) lines[0]?.send(frame);
      else for (const line of [...lines]) line.send(frame);
    }
  }
}
