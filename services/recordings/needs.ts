/** What recordings want from outside: ports, and what conferences, identity, the chat and the media server know. `apps/server` supplies it. */
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import type { RecordingAnswer } from '@veche/contracts/rest/recordings.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface RecordedConference {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** Of a breakout room, the meeting that it belongs to, and the room's name. */
  readonly parentId: string | undefined;
  readonly roomName: string | undefined;
}

/** Said to everybody in the chat. */
export interface SaidMessage {
  readonly id: string;
  readonly atMs: number;
  readonly name: string;
  readonly text: string;
  readonly fileName: string | null;
}

export interface RecordingsNeeds {
  readonly sql: Sql;
  readonly log: Log;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Who sends this request. Throws `origin_not_allowed`, `too_many_requests`, `overloaded`. */
  signedIn(request: FastifyRequest, reply: FastifyReply): Promise<{ readonly userId: string } | undefined>;
  /** A meeting or a breakout room of one. */
  conference(conferenceId: string): Promise<RecordedConference | undefined>;
  accountName(userId: string): Promise<string | undefined>;
  accountEmail(userId: string): Promise<string | undefined>;
  /** Undefined for what is no address, too. */
  accountByEmail(email: string): Promise<{ readonly userId: string; readonly name: string } | undefined>;
  /** As they were last called in that room's meeting. */
  participantName(conferenceId: string, participantId: string): Promise<string | undefined>;
  /** In this room, from the one moment to the other, both included, in order; what was deleted is not among them. */
  messages(conferenceId: string, fromMs: number, toMs: number): Promise<readonly SaidMessage[]>;
  /** The media server does it. Throws `nobody_to_record`, `not_recording`, `recordings_full`, `recordings_no_space`, `no_media_server`. */
  control(conferenceId: string, action: RecordingAction, by: null): Promise<RecordingAnswer>;
  /** On the disk that keeps the blobs. */
  freeBytes(): Promise<number>;
  /** What one owner's recordings may take; null = as much as there is room. */
  readonly quotaBytes: number | null;
  /** Chunks go so long after the end, once the rendered file stands. */
  readonly chunksKeptMs: number;
  /** Recordings go so long after their end; null = they stay. */
  readonly recordingsKeptMs: number | null;
  /** There is an ffmpeg. */
  readonly canRender: boolean;
  /** The newest recording's page, as a path; null = there is none any more. */
  recordingUrlChanged(conferenceId: string, url: string | null): Promise<void>;
}
