/** Who speaks: the few figures in which synthetic voices differ, and six people made of them who are easily told apart. */

export interface Voice {
  /** Middle of the speaker's pitch. */
  readonly pitchHz: number;
  /** Vocal tract's shortness: 1 is a grown man's, 1.2 a woman's, 1.35 a child's; all formants are multiplied by it. */
  readonly formantScale: number;
  /** Share of breath in the voice, 0 to 1. */
  readonly breathiness: number;
  /** Syllables a second, pauses left aside. */
  readonly syllablesPerSecond: number;
  /** How far the pitch swings around its middle, as a share of it. */
  readonly pitchRange: number;
  /** Share of the glottal cycle in which the folds are open: 0.4 pressed, 0.7 soft. */
  readonly openQuotient: number;
}

export const voices = {
  anton: {
    pitchHz: 96,
    formantScale: 0.95,
    breathiness: 0.05,
    syllablesPerSecond: 4.4,
    pitchRange: 0.2,
    openQuotient: 0.5,
  },
  boris: {
    pitchHz: 122,
    formantScale: 1,
    breathiness: 0.08,
    syllablesPerSecond: 5,
    pitchRange: 0.25,
    openQuotient: 0.52,
  },
  david: {
    pitchHz: 148,
    formantScale: 1.04,
    breathiness: 0.06,
    syllablesPerSecond: 5.4,
    pitchRange: 0.22,
    openQuotient: 0.48,
  },
  clara: {
    pitchHz: 186,
    formantScale: 1.13,
    breathiness: 0.12,
    syllablesPerSecond: 4.7,
    pitchRange: 0.28,
    openQuotient: 0.6,
  },
  elena: {
    pitchHz: 212,
    formantScale: 1.17,
    breathiness: 0.1,
    syllablesPerSecond: 5.2,
    pitchRange: 0.3,
    openQuotient: 0.58,
  },
  fanny: {
    pitchHz: 245,
    formantScale: 1.24,
    breathiness: 0.1,
    syllablesPerSecond: 4.9,
    pitchRange: 0.3,
    openQuotient: 0.6,
  },
} as const satisfies Record<string, Voice>;

export type VoiceName = keyof typeof voices;
export const voiceNames = Object.keys(voices) as readonly VoiceName[];
