/** Chapters of a recording: who was shown from when on, what was shared, and where something is missing. They never overlap, and stand in order. */

import type { SpeakerMark } from '@veche/contracts/recording/recorded-chunk.ts';
import type { Chapter } from '@veche/contracts/rest/recordings.ts';
import { type ChunkSpan, durationOf, type Gap, gapsOf, type Pause, type Placed } from './timeline.ts';

export interface ShownChunk extends ChunkSpan {
  readonly kind: 'camera' | 'screen' | 'still';
  /** Whose picture. */
  readonly source: string | null;
  readonly speakers: readonly SpeakerMark[];
}

/** As a chapter, with the person in place of their name. */
export interface PersonalChapter extends Omit<Chapter, 'name'> {
  readonly participantId: string | null;
}

/** What is shorter belongs to what goes on around it: nobody looks for it. */
const shortestMs = 2_000;
/** A pause takes a moment to come into effect, and to end. */
const slackMs = 2_000;
/** Two runs that follow each other so closely are one to whoever watches. */
const unnoticedMs = 100;

interface Stretch {
  readonly kind: 'speaker' | 'screen';
  readonly participantId: string | null;
  readonly atMs: number;
  lengthMs: number;
}

export function chaptersOf(chunks: readonly Placed<ShownChunk>[], pauses: readonly Pause[]): PersonalChapter[] {
  const gaps = gapsOf(chunks, pauses);
  const cuts = gaps.filter(({ lengthMs }) => lengthMs >= unnoticedMs);
  const ends = [...cuts.map(({ positionMs }) => positionMs), durationOf(chunks)];
  const chapters: PersonalChapter[] = [];
  let next = 0;
  for (const [index, endMs] of ends.entries()) {
    const stretches: Stretch[] = [];
    for (; next < chunks.length && chunks[next]!.positionMs < endMs; next += 1) {
      extend(stretches, stretchOf(chunks[next]!));
    }
    chapters.push(...joinShort(stretches).filter(({ participantId }) => participantId !== null));
    const cut = cuts[index];
    if (cut !== undefined) chapters.push(...missing(cut));
  }
  return chapters;
}

function stretchOf({ chunk, positionMs }: Placed<ShownChunk>): Stretch {
  const isScreen = chunk.kind === 'screen';
  return {
    kind: isScreen ? 'screen' : 'speaker',
    participantId: chunk.source ?? longestSpeaker(chunk),
    atMs: positionMs,
    lengthMs: chunk.durationMs,
  };
}

/** Of a still it is who speaks that tells where one is. */
function longestSpeaker({ speakers, startMs, durationMs }: ShownChunk): string | null {
  const spokenMs = new Map<string, number>();
  for (const [index, { atMs, participantId }] of speakers.entries()) {
    const untilMs = speakers[index + 1]?.atMs ?? startMs + durationMs;
    if (participantId !== null) spokenMs.set(participantId, (spokenMs.get(participantId) ?? 0) + untilMs - atMs);
  }
  const [longest] = [...spokenMs].sort(([, a], [, b]) => b - a);
  return longest?.[0] ?? null;
}

const isSame = (a: Stretch, b: Stretch): boolean => a.kind === b.kind && a.participantId === b.participantId;

function extend(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last !== undefined && isSame(last, next)) last.lengthMs += next.lengthMs;
  else stretches.push({ ...next });
}

/** A short one goes to the one before it, or, where there is none, to the one behind it. */
function joinShort(stretches: readonly Stretch[]): Stretch[] {
  const kept: Stretch[] = [];
  let leadMs = 0;
  for (const stretch of stretches) {
    const last = kept.at(-1);
    if (stretch.lengthMs < shortestMs && last !== undefined) last.lengthMs += stretch.lengthMs;
    else if (stretch.lengthMs < shortestMs && stretches.length > 1) leadMs += stretch.lengthMs;
    else {
      extend(kept, { ...stretch, atMs: stretch.atMs - leadMs, lengthMs: stretch.lengthMs + leadMs });
      leadMs = 0;
    }
  }
  const first = stretches[0];
  // All of them were short.
  if (leadMs > 0 && first !== undefined) kept.push({ ...first, lengthMs: leadMs });
  return kept;
}

/** What was paused and what was lost in one cut are told apart. */
function missing({ positionMs, lengthMs, pausedMs }: Gap): PersonalChapter[] {
  const lostMs = lengthMs - pausedMs;
  const wasPaused = pausedMs >= unnoticedMs;
  const wasLost = wasPaused ? lostMs >= slackMs : true;
  return [
    ...(wasPaused ? [chapter('pause', positionMs, wasLost ? pausedMs : lengthMs)] : []),
    ...(wasLost ? [chapter('gap', positionMs, lostMs)] : []),
  ];
}

const chapter = (kind: 'pause' | 'gap', atMs: number, lengthMs: number): PersonalChapter => ({
  kind,
  atMs,
  lengthMs,
  participantId: null,
});
