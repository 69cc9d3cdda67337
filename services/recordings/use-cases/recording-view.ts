/** A recording as those see it who may watch it. Addresses in it open what they name for a while, to whoever has them. */

import { limits } from '@veche/contracts/limits.ts';
import {
  type Download,
  type RecordingState,
  type RecordingSummary,
  type RecordingView,
  type RenderView,
  watchPath,
} from '@veche/contracts/rest/recordings.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { type Grant, writeWatchToken } from '../access/watch-token.ts';
import { fileNameOf } from '../domain/recording-name.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RenderedFile } from '../rendering-hook.ts';
import type { RecordingRow } from '../store/recording-tables.ts';

export interface SeenRecording {
  readonly recording: RecordingRow;
  readonly grant: Grant;
  readonly mainRecordingId: string | null;
  readonly shared: boolean;
}

/** Names of files below a watch token; those that were rendered stand behind `file-`. */
export const watchFiles = {
  playlist: 'playlist.m3u8',
  thumbnail: 'thumbnail',
  chatText: 'chat.txt',
  chatJson: 'chat.json',
  chatSubtitles: 'chat.vtt',
  renderedPrefix: 'file-',
} as const;

export async function recordingSummary(parts: RecordingsParts, seen: SeenRecording): Promise<RecordingSummary> {
  return summaryWith(parts, seen, await parts.rendering.view(seen.recording.id));
}

/** `rooms`: what the viewer may see of breakout rooms, where this is the main room's. */
export async function recordingView(
  parts: RecordingsParts,
  seen: SeenRecording,
  rooms: readonly SeenRecording[],
): Promise<RecordingView> {
  const { recording, grant } = seen;
  const render = await parts.rendering.view(recording.id);
  const base = watchBase(parts, recording.id, grant);
  const { playlist } = await parts.watched.of(recording);
  return {
    ...(await summaryWith(parts, seen, render)),
    chunks: recording.chunks,
    lastStoredAt: recording.last_stored_at,
    playlist: playlist.files === 0 ? null : base + watchFiles.playlist,
    downloads: await downloadsOf(parts, recording, base),
    render,
    rooms: await Promise.all(rooms.map((room) => recordingSummary(parts, room))),
    damagedChunks: recording.damaged_chunks,
  };
}

/** Good for `recordingLinkTtlMs`, while the right stands. */
export function watchBase({ clock, linkSecret }: RecordingsParts, recordingId: string, grant: Grant): string {
  return `${watchPath}${writeWatchToken(recordingId, grant, clock.nowMs(), linkSecret)}/`;
}

async function summaryWith(
  parts: RecordingsParts,
  { recording, grant, mainRecordingId, shared }: SeenRecording,
  render: RenderView,
): Promise<RecordingSummary> {
  const thumbnail = await parts.rendering.thumbnail(recording.id);
  const { deleted_at: deletedAt, ended_at: endedAt } = recording;
  const own = grant.by === 'owner';
  return {
    id: recording.id,
    // It is the link to the meeting: whoever may watch is not invited by that.
    conferenceId: own ? recording.conference_id : null,
    mainRecordingId,
    roomName: recording.room_name,
    name: recording.name,
    ownerName: (await parts.accountName(recording.owner_id)) ?? '',
    own,
    startedAt: recording.started_at,
    endedAt,
    state: stateOf(recording, render),
    durationMs: recording.duration_ms,
    sizeBytes: recording.chunk_bytes + recording.rendered_bytes,
    thumbnail: thumbnail === undefined ? null : watchBase(parts, recording.id, grant) + watchFiles.thumbnail,
    shared,
    goneAt: deletedAt === null ? null : instant(Date.parse(deletedAt) + limits.recordingUndoMs),
    keptUntil:
      endedAt === null || parts.recordingsKeptMs === null
        ? null
        : instant(Date.parse(endedAt) + parts.recordingsKeptMs),
  };
}

function stateOf({ state, chunks }: RecordingRow, render: RenderView): RecordingState {
  if (state !== 'ended') return state;
  // Stopped before there was anything: nothing can be made of it.
  if (chunks === 0) return 'ready';
  const isToCome =
    render.state === 'waiting' || render.state === 'running' || (render.state === 'failed' && render.retryAt !== null);
  return isToCome ? 'rendering' : 'ready';
}

/** Files first, then the chat. */
async function downloadsOf(parts: RecordingsParts, recording: RecordingRow, base: string): Promise<Download[]> {
  const nameOf = (ending: string): string => fileNameOf(recording.name, recording.started_at, ending);
  const files = await parts.rendering.downloads(recording.id);
  const chat = [
    { kind: 'chatText', file: watchFiles.chatText, ending: '.txt' },
    { kind: 'chatJson', file: watchFiles.chatJson, ending: '.json' },
    { kind: 'chatSubtitles', file: watchFiles.chatSubtitles, ending: '.vtt' },
  ] as const;
  return [
    ...files.toSorted(byKind).map(({ kind, name, sizeBytes }) => ({
      kind,
      fileName: renderedFileName(recording, files, name),
      url: `${base}${watchFiles.renderedPrefix}${name}`,
      sizeBytes,
    })),
    ...chat.map(({ kind, file, ending }) => ({
      kind,
      fileName: nameOf(ending),
      url: base + file,
      sizeBytes: null,
    })),
  ];
}

const kinds: readonly RenderedFile['kind'][] = ['video', 'sound', 'asRecorded'];
const byKind = (a: RenderedFile, b: RenderedFile): number => kinds.indexOf(a.kind) - kinds.indexOf(b.kind);

/** Of several of one kind each is told by its own name, so that none replaces another in somebody's folder. */
export function renderedFileName(recording: RecordingRow, files: readonly RenderedFile[], name: string): string {
  const ending = endingOf(name);
  const isOne = files.filter((file) => endingOf(file.name) === ending).length === 1;
  const own = isOne ? '' : ` (${name.slice(0, name.length - ending.length)})`;
  return fileNameOf(recording.name, recording.started_at, own + ending);
}

const endingOf = (name: string): string => /\.[a-z0-9]+$/.exec(name)?.[0] ?? '';
