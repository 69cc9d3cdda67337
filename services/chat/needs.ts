/** What chat wants from outside: ports, and what conferences, the media server and identity know. `apps/server` supplies it. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { Uploads } from '@veche/ports/blobs/uploads.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Messages } from '@veche/ports/messages/messages.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a chat address stands for. */
export interface ChatPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly role: 'host' | 'guest';
  readonly name: string;
  readonly userId: string | undefined;
  readonly joinedAtMs: number;
}

export interface ChatNeeds {
  readonly sql: Sql;
  readonly log: Log;
  readonly messages: Messages;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether programs may be sent as files. */
  readonly allowPrograms: boolean;
  /** Undefined = the token is good for nothing (any more). */
  redeemChatPlace(chatToken: string): Promise<ChatPlace | undefined>;
  /** Somebody who has a place in the conference, under the name that they have now. */
  person(
    conferenceId: string,
    participantId: string,
  ): Promise<{ readonly name: string; readonly userId: string | undefined } | undefined>;
  /** The name that somebody has in the running meeting; undefined = they are not inside. */
  liveName(conferenceId: string, participantId: string): string | undefined;
  /** Throws `conference_not_found`, `not_the_owner`. */
  requireOwner(conferenceId: string, userId: string): Promise<{ readonly id: string; readonly name: string }>;
  /** Who sends this request. Throws `origin_not_allowed`, `too_many_requests`, `overloaded`. */
  signedIn(request: FastifyRequest, reply: FastifyReply): Promise<{ readonly userId: string } | undefined>;
}
