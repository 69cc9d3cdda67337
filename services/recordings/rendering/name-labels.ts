/**
 * Which name stands on the picture, and when: that of whoever is seen, or of whoever speaks while a screen or nobody is seen. Names are typed by
 * strangers, so they reach ffmpeg in files of their own and never in its arguments.
 */
import type { RecordedPicture, SpeakerMark } from '@veche/contracts/recording/recorded-chunk.ts';

export interface NameLabel {
  readonly text: string;
  /** From the chunk's start. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LabelledChunk {
  readonly startMs: number;
  readonly durationMs: number;
  readonly picture: RecordedPicture | null;
  readonly speakers: readonly SpeakerMark[];
}

const lettersMax = 40;
/** Each is a filter of its own. */
const labelsMax = 40;
/** Whoever coughs is not named. */
const shortestMs = 400;

export function labelsOf(chunk: LabelledChunk, nameOf: (participantId: string) => string | undefined): NameLabel[] {
  const { durationMs, picture } = chunk;
  const textOf = (participantId: string) => drawable(nameOf(participantId) ?? '');
  if (picture?.source === 'camera') {
    const text = textOf(picture.participantId);
    return text === '' ? [] : [{ text, fromMs: 0, toMs: durationMs }];
  }
  const labels: NameLabel[] = [];
  for (const { participantId, fromMs, toMs } of speakersIn(chunk)) {
    const text = participantId === null ? '' : textOf(participantId);
    const last = labels.at(-1);
    if (text === '' || toMs - fromMs < shortestMs) continue;
    if (last?.text === text && last.toMs === fromMs) labels[labels.length - 1] = { ...last, toMs };
    else labels.push({ text, fromMs, toMs });
  }
  return labels.slice(0, labelsMax);
}

function speakersIn({ startMs, durationMs, speakers }: LabelledChunk) {
  return speakers.map(({ atMs, participantId }, index) => {
    const endMs = speakers[index + 1]?.atMs ?? startMs + durationMs;
    return { participantId, fromMs: within(atMs - startMs, durationMs), toMs: within(endMs - startMs, durationMs) };
  });
}

function within(ms: number, lengthMs: number): number {
  return Math.min(Math.max(ms, 0), lengthMs);
}

/** One line of letters that a usual font has: pictures, marks that steer the direction of text, and what can't be seen are left out. */
export function drawable(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(
      /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\u{20e3}|[\u{fe0e}\u{fe0f}]|[\u{e0020}-\u{e007f}]/gu,
      '',
    )
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .trim();
  const letters = [...new Intl.Segmenter().segment(plain)].map(({ segment }) => segment.slice(0, 8));
  return letters.length <= lettersMax ? letters.join('') : `${letters.slice(0, lettersMax - 1).join('')}…`;
}
