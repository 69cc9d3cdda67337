/** Chapters and chat of a recording, on the one clock of what is watched. */
import type { RecordingTimeline, TimedMessage } from '@veche/contracts/rest/recordings.ts';
import { chaptersOf } from '../domain/chapters.ts';
import { chatTrack } from '../domain/chat-track.ts';
import { durationOf } from '../domain/timeline.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';

export async function readTimeline(parts: RecordingsParts, recording: RecordingRow): Promise<RecordingTimeline> {
  const { chunks, pauses } = await parts.watched.of(recording);
  const chapters = chaptersOf(chunks, pauses);
  const ids = new Set(chapters.flatMap(({ participantId }) => participantId ?? []));
  const names = new Map<string, string>();
  for (const id of ids) {
    const name = await parts.participantName(recording.conference_id, id);
    if (name !== undefined) names.set(id, name);
  }
  return {
    durationMs: durationOf(chunks),
    chapters: chapters.map(({ participantId, ...chapter }) => ({
      ...chapter,
      name: participantId === null ? null : (names.get(participantId) ?? null),
    })),
    chat: await readChat(parts, recording),
  };
}

/** What was said to everybody while this was recorded. */
export async function readChat(parts: RecordingsParts, recording: RecordingRow): Promise<TimedMessage[]> {
  const { chunks, pauses, goesOn } = await parts.watched.of(recording);
  const fromMs = Date.parse(recording.started_at);
  const toMs = recording.ended_at === null ? parts.clock.nowMs() : Date.parse(recording.ended_at);
  return chatTrack(chunks, pauses, await parts.messages(recording.conference_id, fromMs, toMs), goesOn);
}
