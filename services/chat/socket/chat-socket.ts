/**
 * One chat socket's life: it is somebody's by its address; that is looked up, the room is opened, then it hears and speaks. Whoever waits in front of
 * the door, or is in another room, keeps their socket: the room welcomes it when they come in, and until then every call is refused with the reason.
 */
import type { ChatMethods } from '@veche/contracts/chat/chat-methods.ts';
import { type Language, VecheError } from '@veche/contracts/errors.ts';
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { CheckedCall } from '@veche/rpc/checked-call.ts';
import { FrameBudget, strangersRates } from '@veche/rpc/frame-budget.ts';
import type { Wire } from '@veche/rpc/outgoing.ts';
import { closeCodes, RpcSocket } from '@veche/rpc/rpc-socket.ts';
import type { WebSocket } from 'ws';
import type { ChatPlace } from '../needs.ts';
import type { ChatRoom } from '../rooms/chat-room.ts';
import { checkChatCall } from './chat-contract.ts';

/** A place in a room. */
export interface ChatSeat {
  readonly place: ChatPlace;
  readonly room: ChatRoom;
  /** What the participant's frames may cost, over all their sockets. */
  readonly budget: FrameBudget;
}

export interface ChatSocketNeeds {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whose socket this is, and their room; undefined = nobody's. Rejects when the store is away. */
  findSeat(): Promise<ChatSeat | undefined>;
  /** As `findSeat` found it, asked anew; undefined = it does not stand any more. */
  findPlace(): Promise<ChatPlace | undefined>;
  /** Rejects with a VecheError. */
  call(seat: ChatSeat, call: CheckedCall<ChatMethods>): Promise<unknown>;
  onClosed(): void;
}

export class ChatSocket {
  readonly #socket: RpcSocket<ChatMethods>;
  readonly #needs: ChatSocketNeeds;
  readonly #seat: Promise<ChatSeat | undefined>;
  #seated: ChatSeat | undefined;
  #leave = (): void => undefined;

  constructor(socket: WebSocket, wire: Wire, language: Language, needs: ChatSocketNeeds) {
    const { clock, logger } = needs;
    this.#needs = needs;
    this.#socket = new RpcSocket(socket, wire, language, {
      clock,
      logger,
      checkCall: checkChatCall,
      budget: new FrameBudget(strangersRates, clock.nowMs()),
      bufferedMaxBytes: limits.chatBufferedMaxBytes,
      answersCost: true,
      call: (call, answer) => this.#call(call, answer),
      onClosed: () => this.#onClosed(),
    });
    this.#seat = this.#sit();
  }

  /** Resolves when the socket itself is gone. */
  get closed(): Promise<void> {
    return this.#socket.closed;
  }

  /** The client is to come back as it came. */
  restart(): void {
    this.#socket.restart();
  }

  /** Somebody was put out of this meeting: is this still a place, and does it open as much as before? Rejects when the store is away. */
  async lookAgain(meetingId: string): Promise<void> {
    // Whoever is being seated is looked at afterwards in any case.
    if (this.#seated?.room.meetingId === meetingId && this.#socket.isOpen) await this.#lookAgain(this.#seated);
  }

  /** Answers the seat if it is one still. */
  async #lookAgain(seat: ChatSeat): Promise<ChatSeat | undefined> {
    const place = await this.#needs.findPlace();
    if (place === undefined) return this.#refuse();
    seat.room.renew(place);
    return seat;
  }

  async #sit(): Promise<ChatSeat | undefined> {
    try {
      const seat = await this.#needs.findSeat();
      if (seat === undefined) return this.#refuse();
      if (!this.#socket.isOpen) return undefined;
      this.#enter(seat);
      // The place may have become void, and its sockets been closed, before this one was among them.
      return await this.#lookAgain(seat);
    } catch (error) {
      this.#needs.logger.error({ err: error }, 'A chat could not be opened');
      this.#socket.restart();
      return undefined;
    }
  }

  async #call(call: CheckedCall<ChatMethods>, answer: (result: unknown) => void): Promise<void> {
    const seat = await this.#seat;
    if (seat === undefined) throw new VecheError('participant_token_invalid');
    answer(await this.#needs.call(seat, call));
  }

  /** The welcome is the room's to say, so that nothing is told before it. */
  #enter(seat: ChatSeat): void {
    const { place, room, budget } = seat;
    this.#seated = seat;
    this.#socket.budget = budget;
    room.attach(place, this.#socket);
    this.#leave = () => room.detach(place.participantId, this.#socket);
  }

  #refuse(): undefined {
    this.#socket.send(rpcNotification('ended', { reason: 'unknown' }));
    this.#socket.close(closeCodes.unknown, 'this address opens nothing');
  }

  #onClosed(): void {
    this.#leave();
    this.#needs.onClosed();
  }
}
