/** Sounds made of numbers: a pure tone, a voice-like murmur with words and pauses, or samples as they are given. Deterministic by their parameters. */

export const sampleRateHz = 48_000;
/** 10 ms, the unit in which libwebrtc takes sound. */
export const blockSamples = 480;

/** Writes the next 10 ms into `block`. */
export type Signal = (block: Int16Array) => void;

export function tone(frequencyHz: number, amplitude = 8_000): Signal {
  let phase = 0;
  const step = (2 * Math.PI * frequencyHz) / sampleRateHz;
  return (block) => {
    for (let at = 0; at < block.length; at++) {
      block[at] = amplitude * Math.sin(phase);
      phase = (phase + step) % (2 * Math.PI);
    }
  };
}

/** What `signal` gives, in this part of each period of the wall's clock, to 10 ms; silence besides. */
export function inTurns(signal: Signal, turn: { periodMs: number; fromMs: number; toMs: number }): Signal {
  return (block) => {
    signal(block);
    const intoMs = Date.now() % turn.periodMs;
    if (intoMs < turn.fromMs || intoMs >= turn.toMs) block.fill(0);
  };
}

export const silence: Signal = (block) => {
  block.fill(0);
};

/** These samples, 48 kHz, once; then silence. Interleaved for a source of two channels. */
export function playing(samples: Int16Array): Signal {
  let at = 0;
  return (block) => {
    const next = samples.subarray(at, at + block.length);
    block.set(next);
    block.fill(0, next.length);
    at += next.length;
  };
}

/** These samples, 48 kHz, again and again. Many may loop the same ones. */
export function looping(samples: Int16Array): Signal {
  let at = 0;
  return (block) => {
    for (let i = 0; i < block.length; i++) {
      block[i] = samples[at]!;
      at = at + 1 === samples.length ? 0 : at + 1;
    }
  };
}

/** First and second formants of a few vowels, Hz. */
const vowels = [
  [730, 1090],
  [530, 1840],
  [270, 2290],
  [570, 840],
  [300, 870],
] as const;

/**
 * Phrases of one to three seconds with pauses between them: a pulse train at a speaker's pitch through two resonances,
 * swelling with each syllable. `talking`, 0 to 1, is the share of time with a phrase.
 */
export function speech(seed: number, talking = 0.5): Signal {
  const random = randomFrom(seed);
  const pitchHz = 95 + 130 * random();
  const first = resonance();
  const second = resonance();
  let leftMs = talking > 0 ? 300 + random() * 1_500 : Number.POSITIVE_INFINITY;
  let speaking = false;
  let syllableMs = 0;
  let syllableLengthMs = 200;
  let phase = 0;
  return (block) => {
    if (leftMs <= 0) {
      speaking = !speaking;
      const phraseMs = 600 + 2_000 * random();
      leftMs = speaking ? phraseMs : (phraseMs * (1 - talking)) / talking;
    }
    leftMs -= 10;
    if (!speaking) {
      block.fill(0);
      return;
    }
    if (syllableMs >= syllableLengthMs) {
      syllableMs = 0;
      syllableLengthMs = 120 + 160 * random();
      const [firstHz, secondHz] = vowels[Math.floor(random() * vowels.length)]!;
      first.tune(firstHz, 80);
      second.tune(secondHz, 120);
    }
    for (let at = 0; at < block.length; at++) {
      const swell = Math.sin((Math.PI * (syllableMs + (at * 10) / blockSamples)) / syllableLengthMs);
      phase += (pitchHz * (1 + 0.05 * swell)) / sampleRateHz;
      const pulse = phase >= 1 ? 1 : 0;
      if (pulse === 1) phase -= 1;
      const breath = (random() - 0.5) * 0.02;
      const voiced = first.next(pulse + breath) + 0.6 * second.next(pulse + breath);
      block[at] = Math.max(-28_000, Math.min(28_000, voiced * Math.max(0, swell) * 9_000));
    }
    syllableMs += 10;
  };
}

/** A two-pole resonator (Klatt 1980), of unit gain at zero frequency times a little. */
function resonance(): { tune(frequencyHz: number, bandwidthHz: number): void; next(input: number): number } {
  let a = 0.02;
  let b = 0;
  let c = 0;
  let last = 0;
  let beforeLast = 0;
  return {
    tune(frequencyHz, bandwidthHz) {
      c = -Math.exp((-2 * Math.PI * bandwidthHz) / sampleRateHz);
      b = 2 * Math.exp((-Math.PI * bandwidthHz) / sampleRateHz) * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
      a = (1 - b - c) * 14;
    },
    next(input) {
      const output = a * input + b * last + c * beforeLast;
      beforeLast = last;
      last = output;
      return output;
    },
  };
}

/** Mulberry32: small, seeded, good enough for a murmur. Answers [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
