/**
 * One conference's chat in this process while somebody holds a socket: which messages there are, what the policy is, and who hears what. It
 * changes only by what the log tells, in the log's order; a frame that many hear is built once. Whoever is not in hears nothing, and is welcomed
 * when they come in: then they ask for what they missed.
 */
import type { ChatNotification } from '@veche/contracts/chat/chat-methods.ts';
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { ChatMessage, KnownMessage } from '@veche/ports/messages/messages.ts';
import type { Line } from '@veche/rpc/rpc-socket.ts';
import { type TextFrame, textFrame } from '@veche/rpc/text-frame.ts';
import { deletedAt, messageAt, readEvent } from '../domain/chat-event.ts';
import { historySinceMs, usualPolicy } from '../domain/chat-policy.ts';
import { type ChatStanding, chatStanding, seenFromRoom } from '../domain/chat-standing.ts';
import { maySee, messageView } from '../domain/message-view.ts';
import type { ChatNeeds, ChatPlace, Whereabouts } from '../needs.ts';
import { ClosedDoors } from './closed-doors.ts';

/** Of a message that is on its way to the log. */
export interface Posting {
  readonly senderId: string;
  readonly done: Promise<{ readonly position: number; readonly createdAtMs: number }>;
}

export interface ChatRoomNeeds {
  readonly conferenceId: string;
  /** Of a breakout room: its meeting, whose policy it has. */
  readonly parentId: string | undefined;
  readonly whereabouts: ChatNeeds['whereabouts'];
  readonly doorWhileClosed: ChatNeeds['doorWhileClosed'];
}

interface Seated {
  /** As it was shown last. */
  place: ChatPlace;
  /** Oldest first. */
  readonly lines: Line[];
  /** What the lines were told of this person; undefined = they are out, and hear nothing until the next welcome. */
  told: { readonly isHost: boolean } | undefined;
}

type StandingIn = Extract<ChatStanding, { name: 'in' }>;

export class ChatRoom {
  /** Sends that the log has not confirmed yet, by message id. */
  readonly postings = new Map<string, Posting>();
  readonly #needs: ChatRoomNeeds;
  readonly #known = new Map<string, Pick<KnownMessage, 'position' | 'senderId'>>();
  readonly #seats = new Map<string, Seated>();
  readonly #doors: ClosedDoors;
  #policy: ChatPolicy;
  #position: number;

  /** `known` and `policy` are what the store has; events that it may not have follow by `apply`. */
  constructor(needs: ChatRoomNeeds, known: readonly KnownMessage[], policy: ChatPolicy | undefined) {
    this.#needs = needs;
    this.#doors = new ClosedDoors(
      (participantId) => needs.doorWhileClosed(needs.conferenceId, participantId),
      (participantId) => {
        const seated = this.#seats.get(participantId);
        if (seated !== undefined) this.#look(seated);
      },
    );
    for (const { id, position, senderId } of known) this.#known.set(id, { position, senderId });
    this.#position = known.at(-1)?.position ?? 0;
    this.#policy = policy ?? usualPolicy;
  }

  /** Under whose key the policy stands. */
  get meetingId(): string {
    return this.#needs.parentId ?? this.#needs.conferenceId;
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
        this.changePolicy(event.changes);
        break;
      case 'forgotten':
        this.#known.clear();
        this.end('endedForAll');
        break;
    }
    this.#position = logged.position;
  }

  /** As the log tells it, here or of the meeting whose room this is. */
  changePolicy(changes: Partial<ChatPolicy>): void {
    this.#policy = { ...this.#policy, ...changes };
    this.#tell({ method: 'policyChanged', params: { policy: this.#policy } }, () => true);
  }

  /** As seen from here. */
  whereabouts(participantId: string): Whereabouts | undefined {
    const { conferenceId, parentId, whereabouts } = this.#needs;
    const seen = whereabouts(conferenceId, participantId);
    return parentId === undefined ? seen : seenFromRoom(seen, () => whereabouts(parentId, participantId));
  }

  /** Before they are seated, and before each of their calls: while the meeting does not go on, what is written of them must be known. */
  async findDoor({ participantId }: ChatPlace): Promise<void> {
    if (this.#isClosedMain(participantId)) await this.#doors.find(participantId);
  }

  /** What they are to this chat now. Throws `waiting_for_host`, `not_in_this_room`. */
  requireIn(place: ChatPlace): StandingIn {
    const seated = this.#seats.get(place.participantId);
    // Who has just come in is welcomed before they are answered.
    const standing = seated === undefined ? this.#standing(place) : this.#look(seated);
    if (standing.name === 'out') throw new VecheError(standing.refusal);
    return standing;
  }

  /** From now on the line hears everything that is for this participant, whenever they are in. */
  attach(place: ChatPlace, line: Line): void {
    const seated = this.#seats.get(place.participantId) ?? { place, lines: [], told: undefined };
    seated.place = place;
    this.#seats.set(place.participantId, seated);
    const standing = this.#look(seated);
    seated.lines.push(line);
    if (standing.name === 'in') line.send(this.#welcome(place, standing));
    while (seated.lines.length > limits.chatSocketsPerParticipant) seated.lines.shift()?.giveWay();
  }

  /** The same place, as it is now. */
  renew(place: ChatPlace): void {
    const seated = this.#seats.get(place.participantId);
    if (seated === undefined) return;
    seated.place = place;
    this.#look(seated);
  }

  detach(participantId: string, line: Line): void {
    const seated = this.#seats.get(participantId);
    const index = seated?.lines.indexOf(line) ?? -1;
    if (seated === undefined || index < 0) return;
    seated.lines.splice(index, 1);
    if (seated.lines.length === 0) this.#seats.delete(participantId);
  }

  /** Tells what nobody has said: who came in, and who became a host or is none any more. */
  lookAround(): void {
    this.#doors.growOld((participantId) => this.#seats.has(participantId));
    for (const seated of [...this.#seats.values()]) this.#look(seated);
  }

  /** Somebody became a host, or is none any more. */
  roleChanged(participantId: string, isHost: boolean): void {
    const seated = this.#seats.get(participantId);
    if (seated?.told === undefined || seated.told.isHost === isHost) return;
    seated.told = { isHost };
    sendAll(seated, textFrame(notification({ method: 'roleChanged', params: { isHost } })));
  }

  /** Somebody's place is void. */
  remove(participantId: string, reason: 'signedOut'): void {
    for (const line of [...(this.#seats.get(participantId)?.lines ?? [])]) line.end(reason);
  }

  end(reason: 'endedForAll'): void {
    for (const { lines } of [...this.#seats.values()]) for (const line of [...lines]) line.end(reason);
  }

  #standing(place: ChatPlace): ChatStanding {
    const { participantId } = place;
    const seen = this.whereabouts(participantId);
    if (this.#needs.parentId !== undefined) return chatStanding(place, seen, 'room', 'shut');
    if (seen === undefined) return chatStanding(place, seen, 'main', this.#doors.known(participantId));
    // What was written before the meeting went on says nothing of the next time that it does not.
    this.#doors.forget(participantId);
    return chatStanding(place, seen, 'main', 'shut');
  }

  #isClosedMain(participantId: string): boolean {
    return this.#needs.parentId === undefined && this.whereabouts(participantId) === undefined;
  }

  /** Before anything is told or answered. Who came in is welcomed; who went out hears nothing from now on. */
  #look(seated: Seated): ChatStanding {
    const standing = this.#standing(seated.place);
    if (standing.name === 'out') {
      seated.told = undefined;
      return standing;
    }
    const { isHost } = standing;
    if (seated.told !== undefined) this.roleChanged(seated.place.participantId, isHost);
    else {
      seated.told = { isHost };
      if (seated.lines.length > 0) sendAll(seated, this.#welcome(seated.place, standing));
    }
    return standing;
  }

  #welcome({ participantId }: ChatPlace, { isHost }: StandingIn): TextFrame {
    const params = { participantId, position: this.#position, policy: this.#policy, isHost };
    return textFrame(notification({ method: 'welcome', params }));
  }

  #tellPosted(message: ChatMessage): void {
    this.#known.set(message.id, { position: message.position, senderId: message.sender.participantId });
    this.#tell({ method: 'message', params: { message: messageView(message) } }, (place) => maySee(message, place));
  }

  /** To those who could have been shown it. */
  #tellDeleted(message: ChatMessage): void {
    this.#tell({ method: 'messageDeleted', params: { message: messageView(message) } }, (place, { isHost }) => {
      const reader = { isHost, joinedAtMs: place.joinedAtMs };
      const sinceMs = historySinceMs(reader, this.#policy, 'missed') ?? Number.POSITIVE_INFINITY;
      return message.createdAtMs >= sinceMs && maySee(message, place);
    });
  }

  #tell(told: ChatNotification, isFor: (place: ChatPlace, standing: StandingIn) => boolean): void {
    if (this.#seats.size === 0) return;
    const frame = textFrame(notification(told));
    for (const seated of this.#seats.values()) {
      const standing = this.#look(seated);
      if (standing.name === 'in' && isFor(seated.place, standing)) sendAll(seated, frame);
    }
  }
}

const notification = ({ method, params }: ChatNotification): string => rpcNotification(method, params);

function sendAll({ lines }: Seated, frame: TextFrame): void {
  // A copy: sending may close one.
  if (lines.length === 1) lines[0]?.send(frame);
  else for (const line of [...lines]) line.send(frame);
}
