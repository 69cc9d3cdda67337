/** What conferences want from outside: ports, and what identity and the media server know. `apps/server` supplies it. */
import type { IceServer } from '@veche/contracts/rest/conferences.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Tokens } from '@veche/ports/tokens/tokens.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Account {
  readonly userId: string;
  readonly sessionId: string;
}

/** What the media server tells of a meeting that goes on. */
export interface LiveRecord {
  readonly conferenceId: string;
  /** Inside now, in whatever room. */
  readonly participants: number;
  readonly maxParticipants: number;
  /** Over the time in which anybody was inside; need not be whole. */
  readonly averageParticipants: number;
  readonly kept: KeptMeeting;
}

export interface ConferencesNeeds {
  readonly sql: Sql;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly log: Log;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Who sends this request, nobody for a stranger; may write to the answer's headers. Asked once per request. Throws
   * `origin_not_allowed` for what a foreign page sent, `too_many_requests`, `overloaded`.
   */
  signedIn(request: FastifyRequest, reply: FastifyReply): Promise<Account | undefined>;
  /** Whether the session still stands. Once it doesn't, `sessionsEnded` has been told or is about to be. */
  stillSignedIn(account: Account): Promise<boolean>;
  accountName(userId: string): Promise<string | undefined>;
  accountEmail(userId: string): Promise<string | undefined>;
  /** A meeting that everybody has left ends after so long. */
  readonly emptyMeetingEndsMs: number;
  /** The origin by which this request reached the server, as in `https://meet.example.org`. */
  publicUrl(request: FastifyRequest): string;
  /** Which media server holds the meeting, chosen now if none does; nothing when none is free. */
  route(conferenceId: string, publicUrl: string): Promise<{ readonly mediaUrl: string } | undefined>;
  /** The address of the chat for whoever has this token. */
  chatUrl(chatToken: string, publicUrl: string): string;
  /** STUN and TURN servers that a participant may use. */
  iceServers(): readonly IceServer[];
  /** Who is inside right now; nothing when nobody is. `locked`: nobody new comes in. */
  live(conferenceId: string): { readonly participants: number; readonly locked?: boolean } | undefined;
  /** A running meeting's sound is to come otherwise from now on. */
  soundModeChosen(conferenceId: string, mode: SoundMode): void;
  /** Whoever comes to a running meeting is to wait from now on, or no more. */
  lobbyChosen(conferenceId: string, lobby: boolean): void;
  /** The rooms of a meeting before whose door people may wait already, and in which nobody is. */
  roomsPrepared(conferenceId: string, kept: KeptMeeting): void;
  /** Puts everyone out of a running meeting, or out of the chat of a room. */
  endConference(conferenceId: string): void;
  /** A meeting is about to be deleted: what others keep of it goes first. */
  conferenceDeleted(conferenceId: string): Promise<void>;
}
