/** What conferences want from outside: ports, and what identity and the media server know. `apps/server` supplies it. */
import type { IceServer } from '@veche/contracts/rest/conferences.ts';
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Tokens } from '@veche/ports/tokens/tokens.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Account {
  readonly userId: string;
  readonly sessionId: string;
}

export interface ConferencesNeeds {
  readonly sql: Sql;
  readonly tokens: Tokens;
  readonly limits: Limits;
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
  /** The origin by which this request reached the server, as in `https://meet.example.org`. */
  publicUrl(request: FastifyRequest): string;
  /** Which media server holds the meeting, chosen now if none does; nothing when none is free. */
  route(conferenceId: string, publicUrl: string): Promise<{ readonly mediaUrl: string } | undefined>;
  /** The address of the chat for whoever has this token. */
  chatUrl(chatToken: string, publicUrl: string): string;
  /** STUN and TURN servers that a participant may use. */
  iceServers(): readonly IceServer[];
  /** Who is inside right now; nothing when nobody is. */
  live(conferenceId: string): { readonly participants: number } | undefined;
  /** A running meeting's sound is to come otherwise from now on. */
  soundModeChosen(conferenceId: string, mode: SoundMode): void;
  /** Puts everyone out of a running meeting. */
  endConference(conferenceId: string): void;
  /** A meeting is about to be deleted: what others keep of it goes first. */
  conferenceDeleted(conferenceId: string): Promise<void>;
}
