/**
 * What is said: words of random syllables in phrases with pauses between them, with stress, a pitch that falls through each phrase and moves up on
 * stressed syllables. Only the random numbers decide, so that a seed is an utterance.
 */
import { fricatives, glides, type Segment, stops, vowels } from './phonemes.ts';
import type { Voice } from './voice.ts';

export interface TimedSegment {
  readonly segment: Segment;
  readonly lengthMs: number;
  /** Pitch to reach within it. */
  readonly pitchHz: number;
  /** Loudness of all of it. */
  readonly effort: number;
}

const quiet: Segment = { ...vowels.schwa, voicing: 0 };
const vowelList: readonly Segment[] = Object.values(vowels);
const diphthongs: readonly (readonly [Segment, Segment])[] = [
  [vowels.a, vowels.I],
  [vowels.a, vowels.U],
  [vowels.e, vowels.I],
  [vowels.o, vowels.U],
  [vowels.O, vowels.I],
];
const onsets: readonly (readonly Segment[])[] = [
  ...Object.values(glides),
  ...Object.values(glides),
  ...Object.values(stops),
  ...Object.values(fricatives),
];
const codas: readonly (readonly Segment[])[] = [
  glides.n,
  glides.m,
  glides.n,
  glides.l,
  fricatives.s,
  fricatives.z,
  stops.t,
  stops.k,
  stops.d,
];

const firstPauseMs = { least: 80, most: 300 };
const phraseSyllables = { least: 5, most: 14 };

const pick = <Item>(random: () => number, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;
const between = (random: () => number, { least, most }: { least: number; most: number }): number =>
  least + random() * (most - least);

/** Phrases without end, each followed by its pause; phrases fill the share `talking` of the time. */
export function* utter(voice: Voice, talking: number, random: () => number): Generator<TimedSegment> {
  yield pause(voice, between(random, firstPauseMs));
  for (;;) {
    let phraseMs = 0;
    for (const segment of phrase(voice, random)) {
      phraseMs += segment.lengthMs;
      yield segment;
    }
    yield pause(voice, phraseMs * (1 / talking - 1) * between(random, { least: 0.7, most: 1.3 }));
  }
}

const pause = (voice: Voice, lengthMs: number): TimedSegment => ({
  segment: quiet,
  lengthMs,
  pitchHz: voice.pitchHz,
  effort: 0,
});

function* phrase(voice: Voice, random: () => number): Generator<TimedSegment> {
  const syllables = Math.round(between(random, phraseSyllables));
  const isQuestion = random() < 0.2;
  const unitMs = 580 / voice.syllablesPerSecond;
  let untilStress = Math.floor(random() * 2);
  for (let at = 0; at < syllables; at++) {
    const isLast = at === syllables - 1;
    const isStressed = untilStress <= 0 || isLast;
    untilStress = isStressed ? 1 + Math.floor(random() * 2.5) : untilStress - 1;
    const through = at / Math.max(1, syllables - 1);
    const declination = 1 + voice.pitchRange * (0.35 - 0.7 * through);
    const accent = isStressed ? voice.pitchRange * (0.3 + 0.5 * random()) : 0;
    const ending = isLast ? voice.pitchRange * (isQuestion ? 0.9 : -0.6) : 0;
    const spoken = {
      pitchHz: voice.pitchHz * Math.max(0.6, declination + accent + ending),
      effort: (isStressed ? 1 : 0.72) * (1 - 0.2 * through) * (0.9 + 0.2 * random()),
    };
    const stretch = unitMs * (isStressed ? 1.15 : 0.8) * (isLast ? 1.4 : 1) * (0.9 + 0.2 * random());
    for (const segment of syllable(random, isStressed))
      yield { segment, lengthMs: segment.length * stretch, ...spoken };
  }
}

function syllable(random: () => number, isStressed: boolean): readonly Segment[] {
  const onset = random() < 0.9 ? pick(random, onsets) : [];
  const coda = random() < 0.3 ? pick(random, codas) : [];
  if (!isStressed && random() < 0.4) return [...onset, vowels.schwa, ...coda];
  if (isStressed && random() < 0.25) {
    const [first, second] = pick(random, diphthongs);
    return [...onset, { ...first, length: 0.7 }, { ...second, length: 0.5 }, ...coda];
  }
  return [...onset, pick(random, vowelList), ...coda];
}
