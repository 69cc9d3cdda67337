/** What a timeline says about a place in the recording: who is shown there, what has been left out. Pure; places in milliseconds from the beginning. */
import type { Chapter, TimedMessage } from '@veche/contracts/rest/recordings.ts';
import type { Translate } from '../../i18n/use-words.ts';
import { lengthWords } from '../recording-words.ts';

/** Somebody speaks or shares here, and it takes time; pauses and gaps take none. */
const takesTime = ({ kind }: Chapter): boolean => kind === 'speaker' || kind === 'screen';

/** Who is shown at `atMs`; where they overlap, what began last. */
export const shownAt = (chapters: readonly Chapter[], atMs: number): Chapter | undefined =>
  chapters.findLast((chapter) => takesTime(chapter) && chapter.atMs <= atMs && atMs < chapter.atMs + chapter.lengthMs);

/** The last one that has begun, of whatever kind; -1 = none yet. */
export const chapterIndexAt = (chapters: readonly Chapter[], atMs: number): number =>
  chapters.findLastIndex((chapter) => chapter.atMs <= atMs);

export function chapterWords({ kind, name, lengthMs }: Chapter, t: Translate): string {
  const who = name ?? t('player.somebody');
  switch (kind) {
    case 'speaker':
      return t('player.speaks', { name: who });
    case 'screen':
      return t('player.shares', { name: who });
    case 'pause':
      return t('player.chapterPause', { length: lengthWords(lengthMs, t) });
    case 'gap':
      return t('player.chapterGap', { length: lengthWords(lengthMs, t) });
  }
}

export interface SeekMark {
  readonly kind: Chapter['kind'];
  /** 0 to 1 of the whole. */
  readonly at: number;
}

/** More of them on a bar are a grey line. */
const mostBoundaries = 60;

/** Where on the bar chapters begin, and where something was left out, which is marked however much there is of it. */
export function seekMarks(chapters: readonly Chapter[], durationMs: number): readonly SeekMark[] {
  if (durationMs <= 0) return [];
  const inside = chapters.filter(({ atMs }) => atMs >= 0 && atMs <= durationMs);
  const boundaries = inside.filter((chapter) => takesTime(chapter) && chapter.atMs > 0);
  const shown = boundaries.length > mostBoundaries ? [] : boundaries;
  return [...shown, ...inside.filter((chapter) => !takesTime(chapter))].map(({ kind, atMs }) => ({
    kind,
    at: atMs / durationMs,
  }));
}

/** What the bar says about a place before one goes there: who is shown, or what was left out just there. */
export function previewAt(chapters: readonly Chapter[], atMs: number, nearMs: number): Chapter | undefined {
  const left = chapters.find((chapter) => !takesTime(chapter) && Math.abs(chapter.atMs - atMs) <= nearMs);
  return left ?? shownAt(chapters, atMs);
}

/** How many messages have been said at `atMs`; `chat` in the order of time. */
export function saidUntil(chat: readonly TimedMessage[], atMs: number): number {
  let [from, to] = [0, chat.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((chat[middle]?.atMs ?? Infinity) <= atMs) from = middle + 1;
    else to = middle;
  }
  return from;
}
