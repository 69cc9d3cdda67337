/** The chat service: puts its parts together and says what the rest of the program may ask of it. */
import { limits } from '@veche/contracts/limits.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { SetAsideEvent } from '@veche/ports/log/log.ts';
import type { FastifyPluginAsync } from 'fastify';
import type { WebSocket } from 'ws';
import type { ChatParts } from './chat-parts.ts';
import { chatTopic, storeGroup } from './domain/chat-event.ts';
import type { ChatNeeds } from './needs.ts';
import { chatPlugin } from './plugin.ts';
import { ChatRooms } from './rooms/chat-rooms.ts';
import { type ChatRemote, ChatSockets } from './socket/chat-sockets.ts';
import { ChatPolicies, chatMigrations } from './store/chat-policies.ts';
import { forgetConference } from './use-cases/forget-conference.ts';
import { storeMessages } from './workers/store-messages.ts';

export interface ChatService {
  /** Routes under `/api/v1/conferences/{id}/messages`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  /** Takes over an open socket. */
  accept(socket: WebSocket, remote: ChatRemote): void;
  readonly sockets: number;
  /** Somebody's place became void. */
  placeWithdrawn(conferenceId: string, participantId: string): void;
  /** The meeting is over for all; what was said stays. */
  conferenceEnded(conferenceId: string): void;
  /** The meeting is gone, and everything that was said with it. Durable when it resolves; rejects with `overloaded`. */
  conferenceDeleted(conferenceId: string): Promise<void>;
  /** Sends everybody away to come back, and waits until they are gone, `deadlineMs` at most. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How often what is no longer needed in memory is looked for. */
const tickMs = 1_000;

/** Brings the tables up to date. */
export async function openChat(needs: ChatNeeds): Promise<ChatService> {
  const { sql, log, messages, clock, logger } = needs;
  await sql.migrate(chatMigrations);
  const opened = new Disposables();
  const policies = new ChatPolicies(sql);
  const rooms = new ChatRooms({ messages, policyOf: (conferenceId) => policies.find(conferenceId) });
  const parts: ChatParts = {
    log,
    messages,
    rooms,
    clock,
    person: (conferenceId, participantId) => needs.person(conferenceId, participantId),
    liveName: (conferenceId, participantId) => needs.liveName(conferenceId, participantId),
    requireOwner: (conferenceId, userId) => needs.requireOwner(conferenceId, userId),
  };
  const sockets = new ChatSockets({ parts, redeemChatPlace: (token) => needs.redeemChatPlace(token), logger });

  const onSetAside = ({ group, event, reason }: SetAsideEvent): void =>
    logger.error({ group, position: event.position, conferenceId: event.key, reason }, 'A chat event was set aside');
  const follower = log.follow(
    chatTopic,
    storeGroup,
    (events) => {
      for (const event of events) rooms.apply(event);
    },
    { onSetAside },
  );
  opened.add(() => follower.close());
  const store = log.consume(chatTopic, storeGroup, (events) => storeMessages({ messages, policies }, events), {
    gatherMs: limits.chatStoreGatherMs,
    onSetAside,
  });
  opened.add(() => store.close());
  const tick = setInterval(() => {
    const nowMs = clock.nowMs();
    rooms.letGo(nowMs);
    sockets.tick(nowMs);
    rooms.unstored
      .trim((conferenceId) => log.handledUpTo(chatTopic, storeGroup, conferenceId))
      .catch((err: unknown) => logger.warn({ err }, 'How far the chat’s store is could not be found out'));
  }, tickMs);
  opened.add(() => clearInterval(tick));
  opened.add(() => sockets.drain(0));

  return {
    plugin: chatPlugin(parts, needs),
    accept: (socket, remote) => sockets.accept(socket, remote),
    get sockets() {
      return sockets.size;
    },
    placeWithdrawn: (conferenceId, participantId) => rooms.find(conferenceId)?.remove(participantId, 'signedOut'),
    conferenceEnded: (conferenceId) => rooms.find(conferenceId)?.end('endedForAll'),
    conferenceDeleted: (conferenceId) => forgetConference(parts, conferenceId),
    drain: (deadlineMs) => sockets.drain(deadlineMs),
    close: () => opened.close(),
  };
}
