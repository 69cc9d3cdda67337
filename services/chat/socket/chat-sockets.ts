/** All chat sockets of this process: lets them in, carries out their calls, sends them away when the program ends. */
import type { ChatMethods, ChatResult } from '@veche/contracts/chat/chat-methods.ts';
import type { Language } from '@veche/contracts/errors.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { CheckedCall } from '@veche/rpc/checked-call.ts';
import { FrameBudgets } from '@veche/rpc/frame-budget.ts';
import type { Wire } from '@veche/rpc/outgoing.ts';
import type { WebSocket } from 'ws';
import type { ChatParts } from '../chat-parts.ts';
import { historySinceMs } from '../domain/chat-policy.ts';
import { messageView } from '../domain/message-view.ts';
import type { ChatNeeds } from '../needs.ts';
import { changePolicy } from '../use-cases/change-policy.ts';
import { deleteMessage } from '../use-cases/delete-message.ts';
import { linkFile } from '../use-cases/link-file.ts';
import { postMessage } from '../use-cases/post-message.ts';
import { pageStart, readHistory } from '../use-cases/read-history.ts';
import { chattersRates } from './chat-contract.ts';
import { type ChatSeat, ChatSocket } from './chat-socket.ts';

/** Where a socket comes from. */
export interface ChatRemote {
  readonly wire: Wire;
  readonly chatToken: string;
  readonly address: string;
  readonly language: Language;
  /** Called once, when the socket is known to be somebody's. */
  joined?(): void;
}

export interface ChatSocketsNeeds {
  readonly parts: ChatParts;
  readonly redeemChatPlace: ChatNeeds['redeemChatPlace'];
  readonly logger: Logger;
}

export class ChatSockets {
  readonly #needs: ChatSocketsNeeds;
  readonly #sockets = new Set<ChatSocket>();
  readonly #budgets = new FrameBudgets(chattersRates);

  constructor(needs: ChatSocketsNeeds) {
    this.#needs = needs;
  }

  get size(): number {
    return this.#sockets.size;
  }

  accept(socket: WebSocket, remote: ChatRemote): void {
    const { parts, logger } = this.#needs;
    const chatSocket: ChatSocket = new ChatSocket(socket, remote.wire, remote.language, {
      clock: parts.clock,
      logger: logger.child({ address: remote.address }),
      findSeat: () => this.#findSeat(remote),
      findPlace: () => this.#needs.redeemChatPlace(remote.chatToken),
      call: (seat, call) => this.#carryOut(seat, call),
      onClosed: () => this.#sockets.delete(chatSocket),
    });
    this.#sockets.add(chatSocket);
  }

  /** Somebody was put out of this meeting: who of the others may be the same? Rejects when the store is away. */
  async lookAgain(meetingId: string): Promise<void> {
    for (const socket of [...this.#sockets]) await socket.lookAgain(meetingId);
  }

  /** Budgets that have recovered are forgotten. */
  tick(nowMs: number): void {
    this.#budgets.forgetRested(nowMs);
  }

  /** Sends everybody away to come back, and waits until they are gone, or for so long. */
  async drain(deadlineMs: number): Promise<void> {
    const sockets = [...this.#sockets];
    for (const socket of sockets) socket.restart();
    const gone = Promise.all(sockets.map((socket) => socket.closed));
    let patience: NodeJS.Timeout | undefined;
    await Promise.race([gone, new Promise((resolve) => (patience = setTimeout(resolve, deadlineMs)))]);
    clearTimeout(patience);
  }

  async #findSeat({ chatToken, joined }: ChatRemote): Promise<ChatSeat | undefined> {
    const { parts, redeemChatPlace } = this.#needs;
    const place = await redeemChatPlace(chatToken);
    if (place === undefined) return undefined;
    await (await parts.rooms.open(place.conferenceId)).findDoor(place);
    // Anew: an empty room may have been let go while the door was looked up.
    const room = await parts.rooms.open(place.conferenceId);
    // Until here it is a stranger's, of whom one address has only so many.
    joined?.();
    return { place, room, budget: this.#budgets.of(place.participantId, parts.clock.nowMs()) };
  }

  async #carryOut({ place, room }: ChatSeat, call: CheckedCall<ChatMethods>): Promise<unknown> {
    const { parts } = this.#needs;
    const { joinedAtMs } = place;
    await room.findDoor(place);
    switch (call.method) {
      case 'send':
        return postMessage(parts, room, place, call.params);
      case 'history': {
        const asks = call.params.after === undefined ? 'older' : 'missed';
        const { isHost } = room.requireIn(place);
        const sinceMs = historySinceMs({ isHost, joinedAtMs }, room.policy, asks);
        if (sinceMs === undefined) return { messages: [], more: false } satisfies ChatResult<'history'>;
        const wanted = { from: pageStart(call.params), sinceMs, limit: call.params.limit };
        const page = await readHistory(parts, place.conferenceId, place, wanted);
        // They may have been moved while it was read.
        room.requireIn(place);
        return { messages: page.messages.map(messageView), more: page.more } satisfies ChatResult<'history'>;
      }
      case 'fileLinks': {
        const { isHost } = room.requireIn(place);
        const sinceMs = historySinceMs({ isHost, joinedAtMs }, room.policy, 'missed') ?? Number.POSITIVE_INFINITY;
        const links = await linkFile(parts, place.conferenceId, place, { messageId: call.params.id, sinceMs });
        room.requireIn(place);
        return links;
      }
      case 'delete':
        await deleteMessage(parts, room, place, call.params.id);
        return {};
      case 'setPolicy':
        return changePolicy(parts, room, place, call.params);
    }
  }
}
