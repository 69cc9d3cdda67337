/**
 * The sounds of the synthetic language, as targets of a formant synthesiser for a grown man's vocal tract: vowels after Peterson and Barney (1952),
 * consonants after Klatt (1980). What a segment does not say is what the segment before it had.
 */

/** Turbulence at a narrow place: one band of noise. */
export interface Friction {
  readonly centreHz: number;
  readonly bandwidthHz: number;
  /** Against a vowel's 1. */
  readonly amplitude: number;
}

export interface Segment {
  /** First four formants, Hz. */
  readonly formantsHz: readonly [number, number, number, number];
  /** Loudness of the voice, 1 in a vowel, 0 without voice. */
  readonly voicing: number;
  /** Loudness of breath through the whole tract. */
  readonly aspiration: number;
  readonly friction?: Friction;
  /** The nose is open. */
  readonly nasal: boolean;
  /** Against a stressed syllable's vowel of 1. */
  readonly length: number;
}

const vowel = (f1: number, f2: number, f3: number, length = 1): Segment => ({
  formantsHz: [f1, f2, f3, 3_400],
  voicing: 1,
  aspiration: 0,
  nasal: false,
  length,
});

export const vowels = {
  i: vowel(280, 2_250, 2_950),
  I: vowel(400, 1_950, 2_550, 0.8),
  e: vowel(480, 1_950, 2_550),
  E: vowel(570, 1_800, 2_450, 0.9),
  ae: vowel(680, 1_700, 2_400, 1.1),
  a: vowel(740, 1_250, 2_450, 1.1),
  A: vowel(700, 1_090, 2_440, 1.1),
  O: vowel(570, 850, 2_410),
  o: vowel(450, 820, 2_400),
  U: vowel(440, 1_020, 2_240, 0.8),
  u: vowel(310, 870, 2_240),
  schwa: vowel(500, 1_450, 2_450, 0.6),
  er: vowel(480, 1_330, 1_700),
} as const;

type Place = readonly [number, number, number, number];
const lips: Place = [250, 900, 2_200, 3_300];
const teeth: Place = [260, 1_650, 2_600, 3_400];
const ridge: Place = [270, 1_900, 2_700, 3_500];
const palate: Place = [250, 2_100, 2_350, 3_300];

const sonorant = (formantsHz: Place, voicing: number, nasal: boolean, length: number): Segment => ({
  formantsHz,
  voicing,
  aspiration: 0,
  nasal,
  length,
});
const fricative = (formantsHz: Place, voicing: number, friction: Friction, length = 0.75): Segment => ({
  formantsHz,
  voicing,
  aspiration: 0,
  friction,
  nasal: false,
  length,
});

const band = (centreHz: number, bandwidthHz: number, amplitude: number): Friction => ({
  centreHz,
  bandwidthHz,
  amplitude,
});

export const glides = {
  m: [sonorant([280, 950, 2_200, 3_300], 0.45, true, 0.6)],
  n: [sonorant([280, 1_600, 2_600, 3_400], 0.45, true, 0.55)],
  l: [sonorant([350, 1_050, 2_800, 3_500], 0.6, false, 0.5)],
  r: [sonorant([380, 1_150, 1_500, 3_000], 0.65, false, 0.5)],
  w: [sonorant([300, 700, 2_200, 3_200], 0.6, false, 0.45)],
  j: [sonorant([270, 2_200, 2_900, 3_500], 0.6, false, 0.45)],
} as const satisfies Record<string, readonly Segment[]>;

export const fricatives = {
  s: [fricative(ridge, 0, band(6_200, 2_600, 0.32))],
  sh: [fricative(palate, 0, band(3_300, 1_400, 0.35))],
  f: [fricative(lips, 0, band(5_500, 6_000, 0.12), 0.7)],
  h: [{ ...vowels.schwa, voicing: 0, aspiration: 0.5, length: 0.5 }],
  z: [fricative(ridge, 0.3, band(6_000, 2_600, 0.16), 0.6)],
  v: [fricative(lips, 0.4, band(5_000, 6_000, 0.05), 0.5)],
} as const satisfies Record<string, readonly Segment[]>;

/** A closure, a burst, and breath until the voice sets in. */
const stop = (formantsHz: Place, isVoiced: boolean, burst: Friction): readonly Segment[] => [
  { formantsHz, voicing: isVoiced ? 0.12 : 0, aspiration: 0, nasal: false, length: isVoiced ? 0.4 : 0.5 },
  { formantsHz, voicing: 0, aspiration: 0.15, friction: burst, nasal: false, length: 0.1 },
  ...(isVoiced ? [] : [{ formantsHz, voicing: 0, aspiration: 0.45, nasal: false, length: 0.3 }]),
];

export const stops = {
  p: stop(lips, false, band(1_000, 1_500, 0.25)),
  t: stop(teeth, false, band(4_200, 2_500, 0.4)),
  k: stop(palate, false, band(2_000, 900, 0.4)),
  b: stop(lips, true, band(800, 1_200, 0.2)),
  d: stop(teeth, true, band(3_800, 2_500, 0.25)),
  g: stop(palate, true, band(1_900, 900, 0.25)),
} as const satisfies Record<string, readonly Segment[]>;
