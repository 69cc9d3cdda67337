/** What chat wants from outside: ports, and what conferences, the media server and identity know. `apps/server` supplies it. */
import type { Role } from '@veche/contracts/signalling/conference-view.ts';
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
  /** As it was given at joining; what they are in the running meeting counts before it. */
  readonly role: Role;
  readonly name: string;
  readonly userId: string | undefined;
  readonly joinedAtMs: number;
  /** Waits for a host even where others need not: somebody was put out who may be this one. */
  readonly mustWait: boolean;
}

/** Where somebody is, as seen from one room; the main room's id is the meeting's. */
export type Whereabouts =
  | { readonly where: 'here'; readonly role: Role }
  /** In another room of the meeting; or in front of the door. */
  | { readonly where: 'elsewhere' | 'waiting' }
  /** `doorOpen`: whoever comes is let in without being asked. */
  | { readonly where: 'absent'; readonly doorOpen: boolean };

/** Of a meeting that does not go on: whether somebody would be let in without being asked. */
export type Door = 'open' | 'shut';

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
  /** Asked before everything that is told or done, so it must be quick. Undefined = the meeting, or this room of it, does not go on at the moment. */
  whereabouts(conferenceId: string, participantId: string): Whereabouts | undefined;
  /**
   * While the meeting does not go on: by what is written down of it, whether this person would be let in (again) without being asked. Rejects when
   * the store is away.
   */
  doorWhileClosed(conferenceId: string, participantId: string): Promise<Door>;
  /** Of a breakout room, the meeting that it belongs to; undefined = it is a meeting itself. Never changes. */
  parentOf(conferenceId: string): Promise<string | undefined>;
  /** All breakout rooms that a meeting ever had, oldest first. */
  rooms(conferenceId: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Throws `conference_not_found`, `not_the_owner`. */
  requireOwner(conferenceId: string, userId: string): Promise<{ readonly id: string; readonly name: string }>;
  /** Who sends this request. Throws `origin_not_allowed`, `too_many_requests`, `overloaded`. */
  signedIn(request: FastifyRequest, reply: FastifyReply): Promise<{ readonly userId: string } | undefined>;
}
