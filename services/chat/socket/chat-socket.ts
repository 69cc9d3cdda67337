/** One chat socket's life: it is somebody's by its address; that is looked up, the room is opened, then it hears and speaks. */
import type { ChatMethods } from '@veche/contracts/chat/chat-methods.ts';
import { type Language, VecheError } from '@veche/contracts/errors.ts';
import { rpcNotification } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { CheckedCall } from '@veche/rpc/checked-call.ts';
import { FrameBudget, strangersRates } from '@veche/rpc/frame-budget.ts';
import { closeCodes, type Line, RpcSocket } from '@veche/rpc/rpc-socket.ts';
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
  /** Whose socket this is, attached to their room; undefined = nobody's. Rejects when the store is away. */
  takeSeat(line: Line): Promise<ChatSeat | undefined>;
  /** Rejects with a VecheError. */
  call(seat: ChatSeat, call: CheckedCall<ChatMethods>): Promise<unknown>;
  onClosed(): void;
}

export class ChatSocket {
  readonly #socket: RpcSocket<ChatMethods>;
  readonly #needs: ChatSocketNeeds;
  readonly #seat: Promise<ChatSeat | undefined>;

  constructor(socket: WebSocket, language: Language, needs: ChatSocketNeeds) {
    const { clock, logger } = needs;
    this.#needs = needs;
    this.#socket = new RpcSocket(socket, language, {
      clock,
      logger,
      checkCall: checkChatCall,
      budget: new FrameBudget(strangersRates, clock.nowMs()),
      bufferedMaxBytes: limits.chatBufferedMaxBytes,
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

  async #sit(): Promise<ChatSeat | undefined> {
    try {
      const seat = await this.#needs.takeSeat(this.#socket);
      if (seat === undefined) {
        this.#socket.send(rpcNotification('ended', { reason: 'unknown' }));
        this.#socket.close(closeCodes.unknown, 'this address opens nothing');
        return undefined;
      }
      const { place, room, budget } = seat;
      this.#socket.budget = budget;
      const { position, policy } = room;
      const { participantId, role } = place;
      this.#socket.send(rpcNotification('welcome', { participantId, position, policy, isHost: role === 'host' }));
      return seat;
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

  async #onClosed(): Promise<void> {
    this.#needs.onClosed();
    const seat = await this.#seat;
    seat?.room.detach(seat.place.participantId, this.#socket);
  }
}
