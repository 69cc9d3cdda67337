/** What the use cases of this service work with. Put together once, in `recordings-service.ts`. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { Log } from '@veche/ports/log/log.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Grants } from './access/grants.ts';
import type { RecordingsNeeds } from './needs.ts';
import type { Rendering } from './rendering-hook.ts';
import type { RecordingChunks } from './store/recording-chunks.ts';
import type { RecordingShares } from './store/recording-shares.ts';
import type { Recordings } from './store/recordings.ts';
import type { WatchedChunks } from './use-cases/watched-chunks.ts';

/** For whoever makes files out of chunks, too. */
export interface RecordedParts {
  readonly sql: Sql;
  readonly log: Log;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly recordings: Recordings;
  readonly chunks: RecordingChunks;
  readonly shares: RecordingShares;
  readonly grants: Grants;
  /** Signs addresses. */
  readonly linkSecret: Uint8Array;
  readonly quotaBytes: number | null;
  readonly chunksKeptMs: number;
  readonly recordingsKeptMs: number | null;
  readonly canRender: boolean;
  readonly conference: RecordingsNeeds['conference'];
  readonly accountName: RecordingsNeeds['accountName'];
  readonly accountEmail: RecordingsNeeds['accountEmail'];
  readonly accountByEmail: RecordingsNeeds['accountByEmail'];
  readonly participantName: RecordingsNeeds['participantName'];
  readonly messages: RecordingsNeeds['messages'];
  readonly control: RecordingsNeeds['control'];
  readonly freeBytes: RecordingsNeeds['freeBytes'];
  readonly recordingUrlChanged: RecordingsNeeds['recordingUrlChanged'];
}

export interface RecordingsParts extends RecordedParts {
  readonly rendering: Rendering;
  readonly watched: WatchedChunks;
}
