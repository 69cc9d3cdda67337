/** The chat service: puts its parts together and says what the rest of the program may ask of it. */
import { limits } from '@veche/contracts/limits.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import { Disposables } from '@veche/kernel/disposables.ts';
import type { SetAsideEvent } from '@veche/ports/log/log.ts';
import type { FastifyPluginAsync } from 'fastify';
import type { WebSocket } from 'ws';
import { UploadLocks } from './attachments/upload-locks.ts';
import type { ChatParts } from './chat-parts.ts';
import { chatTopic, storeGroup } from './domain/chat-event.ts';
import { usualPolicy } from './domain/chat-policy.ts';
import { KindChecker } from './kinds/kind-checker.ts';
import type { ChatNeeds, ChatPlace } from './needs.ts';
import { Previews } from './pictures/make-preview.ts';
import { chatPlugin } from './plugin.ts';
import { ChatRooms } from './rooms/chat-rooms.ts';
import { type ChatRemote, ChatSockets } from './socket/chat-sockets.ts';
import { attachmentMigrations } from './store/attachment-tables.ts';
import { Attachments } from './store/attachments.ts';
import { ChatPolicies, chatMigrations } from './store/chat-policies.ts';
import { forgetConference } from './use-cases/forget-conference.ts';
import { readSaidToAll, type SaidToAll } from './use-cases/read-said-to-all.ts';
import { storeMessages } from './workers/store-messages.ts';
import { FileSweeper } from './workers/sweep-files.ts';

export interface ChatService {
  /** Routes under `/api/v1/conferences/{id}/messages`. Errors are VecheErrors; whoever registers it turns them into answers. */
  readonly plugin: FastifyPluginAsync;
  /** Takes over an open socket. */
  accept(socket: WebSocket, remote: ChatRemote): void;
  readonly sockets: number;
  /** Somebody in the running meeting has another role now. Told at once; it holds without being told, too. */
  roleChanged(conferenceId: string, participantId: string, role: ChatPlace['role']): void;
  /** Somebody's place became void, in the meeting's rooms too. */
  placeWithdrawn(conferenceId: string, participantId: string): void;
  /** Somebody was put out of the meeting: who else may be the same has to wait from now on. Rejects when the store is away. */
  lookAgain(conferenceId: string): Promise<void>;
  /** The meeting is over for all, with its rooms; what was said stays. */
  conferenceEnded(conferenceId: string): void;
  /** The meeting is gone, and everything that was said with it. Durable when it resolves; rejects with `overloaded`. */
  conferenceDeleted(conferenceId: string): Promise<void>;
  /** What was said to everybody in this room, from the one moment to the other, both included, in order. */
  saidToAll(conferenceId: string, fromMs: number, toMs: number): Promise<readonly SaidToAll[]>;
  /** Clears away files that nobody will send; done now and then by itself. Answers how many. */
  sweepFiles(): Promise<number>;
  /** Sends everybody away to come back, and waits until they are gone, `deadlineMs` at most. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

/** How often those who came in are looked for, and what is no longer needed in memory. */
const tickMs = 1_000;

/** Brings the tables up to date. */
export async function openChat(needs: ChatNeeds): Promise<ChatService> {
  const { sql, log, messages, blobs, uploads, clock, logger } = needs;
  await sql.migrate([...chatMigrations, ...attachmentMigrations]);
  const opened = new Disposables();
  const policies = new ChatPolicies(sql);
  const whereabouts: ChatNeeds['whereabouts'] = (conferenceId, participantId) =>
    needs.whereabouts(conferenceId, participantId);
  const doorWhileClosed: ChatNeeds['doorWhileClosed'] = (conferenceId, participantId) =>
    needs.doorWhileClosed(conferenceId, participantId);
  const parentOf: ChatNeeds['parentOf'] = (conferenceId) => needs.parentOf(conferenceId);
  const policyOf = (conferenceId: string) => policies.find(conferenceId);
  const rooms = new ChatRooms({ messages, policyOf, parentOf, whereabouts, doorWhileClosed });
  const attachments = new Attachments(sql);
  const kindChecker = new KindChecker();
  const previews = new Previews({ logger });
  const uploadLocks = new UploadLocks();
  const parts: ChatParts = {
    log,
    messages,
    rooms,
    blobs,
    uploads,
    attachments,
    uploadLocks,
    kindChecker,
    previews,
    allowPrograms: needs.allowPrograms,
    clock,
    policyOf: async (conferenceId) =>
      rooms.find(conferenceId)?.policy ??
      (await policyOf((await parentOf(conferenceId)) ?? conferenceId)) ??
      usualPolicy,
    whereabouts,
    doorWhileClosed,
    breakoutRooms: (conferenceId) => needs.rooms(conferenceId),
    person: (conferenceId, participantId) => needs.person(conferenceId, participantId),
    liveName: (conferenceId, participantId) => needs.liveName(conferenceId, participantId),
    requireOwner: (conferenceId, userId) => needs.requireOwner(conferenceId, userId),
  };
  const sweeper = new FileSweeper(parts, logger);
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
  const store = log.consume(
    chatTopic,
    storeGroup,
    (events) => storeMessages({ ...parts, policies, onDiscarded: () => sweeper.clearDiscarded() }, events),
    {
      gatherMs: limits.chatStoreGatherMs,
      onSetAside,
    },
  );
  opened.add(() => store.close());
  const tick = setInterval(() => {
    const nowMs = clock.nowMs();
    rooms.lookAround();
    rooms.letGo(nowMs);
    sockets.tick(nowMs);
    rooms.unstored
      .trim((conferenceId) => log.handledUpTo(chatTopic, storeGroup, conferenceId))
      .catch((err: unknown) => logger.warn({ err }, 'How far the chat’s store is could not be found out'));
  }, tickMs);
  opened.add(() => clearInterval(tick));
  sweeper.start();
  opened.add(() => sweeper.close());
  opened.add(() => sockets.drain(0));
  opened.add(() => uploadLocks.settled());
  opened.add(() => kindChecker.close());
  opened.add(() => previews.close());

  return {
    plugin: chatPlugin(parts, needs),
    accept: (socket, remote) => sockets.accept(socket, remote),
    get sockets() {
      return sockets.size;
    },
    roleChanged: (conferenceId, participantId, role) => {
      for (const room of rooms.ofMeeting(conferenceId)) room.roleChanged(participantId, isHost(role));
    },
    placeWithdrawn: (conferenceId, participantId) => {
      for (const room of rooms.ofMeeting(conferenceId)) room.remove(participantId, 'signedOut');
    },
    lookAgain: (conferenceId) => sockets.lookAgain(conferenceId),
    conferenceEnded: (conferenceId) => {
      for (const room of rooms.ofMeeting(conferenceId)) room.end('endedForAll');
    },
    conferenceDeleted: (conferenceId) => forgetConference(parts, conferenceId),
    saidToAll: (conferenceId, fromMs, toMs) => readSaidToAll(parts, conferenceId, fromMs, toMs),
    sweepFiles: () => sweeper.sweep(),
    drain: (deadlineMs) => sockets.drain(deadlineMs),
    close: () => opened.close(),
  };
}
