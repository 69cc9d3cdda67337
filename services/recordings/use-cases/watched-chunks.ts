/**
 * The chunks of recordings as they are watched: read from the index, put in order and written as a playlist once for each change, however many players
 * ask. A question that changes nothing costs one look at the recording's row.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { ShownChunk } from '../domain/chapters.ts';
import { hlsPlaylist, type ListedChunk, type Playlist } from '../domain/hls-playlist.ts';
import { inWatchingOrder, type Pause, type Placed, placed } from '../domain/timeline.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import { type RecordingChunkRow, type RecordingRow, speakersOf } from '../store/recording-tables.ts';

export type WatchedChunk = ShownChunk & ListedChunk;

export interface Watched {
  readonly chunks: readonly Placed<WatchedChunk>[];
  readonly pauses: readonly Pause[];
  readonly playlist: Playlist;
  readonly goesOn: boolean;
}

type WatchedParts = Pick<RecordingsParts, 'chunks' | 'recordings' | 'rendering' | 'canRender'>;

export class WatchedChunks {
  readonly #parts: WatchedParts;
  /** By recording, those that were asked for longest ago first. */
  readonly #kept = new Map<string, { readonly version: string; readonly watched: Promise<Watched> }>();

  constructor(parts: WatchedParts) {
    this.#parts = parts;
  }

  async of(recording: RecordingRow): Promise<Watched> {
    const copiesCome = await this.#copiesCome(recording);
    const version = `${recording.revision} ${recording.state} ${copiesCome}`;
    const kept = this.#kept.get(recording.id);
    this.#kept.delete(recording.id);
    const watched = kept?.version === version ? kept.watched : this.#read(recording, copiesCome);
    this.#kept.set(recording.id, { version, watched });
    watched.catch(() => {
      if (this.#kept.get(recording.id)?.watched === watched) this.#kept.delete(recording.id);
    });
    if (this.#kept.size > limits.recordingPlaylistsRemembered) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
    return watched;
  }

  /** Whether what can't be played as it is will get a copy that can. */
  async #copiesCome({ id, state: recorded, chunks_cleared_at }: RecordingRow): Promise<boolean> {
    if (!this.#parts.canRender || chunks_cleared_at !== null) return false;
    if (recorded !== 'ended') return true;
    const { state, retryAt } = await this.#parts.rendering.view(id);
    return state === 'waiting' || state === 'running' || (state === 'failed' && retryAt !== null);
  }

  async #read(recording: RecordingRow, copiesCome: boolean): Promise<Watched> {
    const goesOn = recording.state !== 'ended';
    const isCleared = recording.chunks_cleared_at !== null;
    const rows = await this.#parts.chunks.of(recording.id);
    const pauses = await this.#parts.recordings.pausesOf(recording.id);
    const chunks = placed(
      inWatchingOrder(
        rows.map((row) => watchedChunk(row, copiesCome, isCleared)),
        goesOn,
      ),
    );
    return {
      chunks,
      pauses: pauses.map(({ started_at_ms, ended_at_ms }) => ({ startedAtMs: started_at_ms, endedAtMs: ended_at_ms })),
      playlist: hlsPlaylist(chunks, goesOn),
      goesOn,
    };
  }
}

function watchedChunk(row: RecordingChunkRow, copiesCome: boolean, isCleared: boolean): WatchedChunk {
  return {
    sequence: row.sequence,
    runStartedAtMs: row.run_started_at_ms,
    number: row.number,
    startMs: row.start_ms,
    durationMs: row.duration_ms,
    kind: row.kind,
    source: row.source,
    speakers: speakersOf(row),
    file: isCleared ? 'missing' : fileOf(row, copiesCome),
  };
}

function fileOf(row: RecordingChunkRow, copiesCome: boolean): WatchedChunk['file'] {
  if (row.container === 'mp4') {
    if (row.damaged === 1) return 'missing';
    return { sizeBytes: row.size, initBytes: row.init_bytes, initId: row.init_hash };
  }
  if (row.watch_key !== null) {
    return { sizeBytes: row.watch_size ?? 0, initBytes: row.watch_init_bytes ?? 0, initId: row.watch_init_hash };
  }
  return copiesCome && row.damaged === 0 ? 'awaited' : 'missing';
}
