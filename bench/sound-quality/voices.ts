/** Several at once: does one voice stay as loud as it is alone, does every voice keep its share, does nothing clip, is one's own voice absent? */

import { add, fromDb, levelDbOf, scale } from '@veche/testkit/sound/level.ts';
import { align } from '@veche/testkit/sound/measures/alignment.ts';
import { clippedSamples } from '@veche/testkit/sound/measures/flaws.ts';
import { loudnessLufs } from '@veche/testkit/sound/measures/loudness.ts';
import { gainsInMixture } from '@veche/testkit/sound/measures/voices-in-mixture.ts';
import type { VoiceName } from '@veche/testkit/sound/speech/voice.ts';
import { soundRateHz, synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { play, type Speaker } from './scene.ts';

const names: readonly VoiceName[] = ['anton', 'clara', 'elena'];
const turnMs = 6_000;
const togetherMs = 12_000;
const samples = (ms: number) => (ms * soundRateHz) / 1_000;

export interface Loudness {
  readonly voice: VoiceName;
  readonly aloneLufs: number;
  readonly amongThreeLufs: number;
}

/** Each voice by itself in a meeting, and the same words as one of three who take turns. */
export async function measureLoudness(): Promise<Loudness[]> {
  const turns = names.map((voice, at) => synthesiseSpeech({ voice, seed: 201 + at, lengthMs: turnMs, talking: 0.9 }));
  const inTurn = turns.map((turn, at) => {
    const sound = new Float32Array(samples(turnMs) * names.length);
    sound.set(turn, samples(turnMs) * at);
    return sound;
  });
  const { listener } = await play({ speakers: inTurn.map(cleaned) });
  const heard = align(add(...inTurn), listener, { delayMostSamples: soundRateHz }).sound;
  const found: Loudness[] = [];
  for (const [at, turn] of turns.entries()) {
    const alone = await play({ speakers: [cleaned(turn)] });
    found.push({
      voice: names[at]!,
      aloneLufs: loudnessLufs(align(turn, alone.listener, { delayMostSamples: soundRateHz }).sound),
      amongThreeLufs: loudnessLufs(heard.subarray(samples(turnMs) * at, samples(turnMs) * (at + 1))),
    });
  }
  return found;
}

export interface Share {
  readonly voice: VoiceName;
  readonly aloneDb: number;
  readonly amongThreeDb: number;
  /** Of what it says, 0 to 1, how much is heard among the others at about that gain. */
  readonly heardShare: number;
}

/** All three talk at once: with what gain each voice is heard, and with what gain when it is alone. */
export async function measureShares(): Promise<Share[]> {
  const voices = names.map((voice, at) =>
    synthesiseSpeech({ voice, seed: 301 + at, lengthMs: togetherMs, talking: 0.9 }),
  );
  const together = await play({ speakers: voices.map(cleaned) });
  const gains = gainsInMixture(voices, together.listener, { delayMostSamples: soundRateHz });
  const found: Share[] = [];
  for (const [at, voice] of voices.entries()) {
    const alone = await play({ speakers: [cleaned(voice)] });
    const [byItself] = gainsInMixture([voice], alone.listener, { delayMostSamples: soundRateHz });
    const { gainDb, heardShare } = gains[at]!;
    found.push({ voice: names[at]!, aloneDb: byItself!.gainDb, amongThreeDb: gainDb, heardShare });
  }
  return found;
}

export interface Clipping {
  /** Three who shout, added up without a limiter. */
  readonly sumClipped: number;
  /** The same in the listener's ears. */
  readonly heardClipped: number;
}

export async function measureClipping(): Promise<Clipping> {
  const shouts = names.map((voice, at) =>
    limited(scale(synthesiseSpeech({ voice, seed: 401 + at, lengthMs: turnMs, talking: 0.95 }), fromDb(11))),
  );
  const { listener } = await play({ speakers: shouts.map(cleaned) });
  const sum = add(...shouts).map((sample) => Math.max(-1, Math.min(1, sample)));
  return { sumClipped: clippedSamples(sum), heardClipped: clippedSamples(listener) };
}

/** A microphone's own end of scale is not what is measured here. */
const limited = (sound: Float32Array) => sound.map((sample) => Math.tanh(sample) * 0.98);

/**
 * Decibels by which a voice is quieter in its speaker's own ears than in the listener's. A high tone of somebody else keeps the mix flowing, so that the
 * answer is not simply a stream that pauses; it is filtered out of both.
 */
export async function measureOwnVoice(): Promise<{ readonly downDb: number; readonly hearsOthers: boolean }> {
  const voice = synthesiseSpeech({ voice: 'boris', seed: 501, lengthMs: turnMs, talking: 0.9 });
  const toneHz = 9_000;
  const tone = Float32Array.from(
    { length: voice.length },
    (_, at) => fromDb(-37) * Math.sin((2 * Math.PI * toneHz * at) / soundRateHz),
  );
  const heard = await play({
    speakers: [cleaned(voice), { sound: tone, treatment: 'original' }],
  });
  const inTheMiddle = (sound: Float32Array) => sound.subarray(soundRateHz, samples(turnMs) - soundRateHz);
  const own = inTheMiddle(heard.speakers[0]!);
  const low = (sound: Float32Array) => levelDbOf(belowHz(sound, 4_000));
  return {
    downDb: low(inTheMiddle(heard.listener)) - low(own),
    hearsOthers: levelDbOf(own) > -50,
  };
}

/** A windowed sinc of 511 taps; the stop band is 70 dB down. */
function belowHz(sound: Float32Array, edgeHz: number): Float32Array {
  const half = 255;
  const kernel = Float64Array.from({ length: 2 * half + 1 }, (_, tap) => {
    const place = tap - half;
    const share = (2 * edgeHz) / soundRateHz;
    const turn = (Math.PI * tap) / half;
    const blackman = 0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    return blackman * (place === 0 ? share : Math.sin(Math.PI * share * place) / (Math.PI * place));
  });
  return Float32Array.from({ length: Math.max(0, sound.length - kernel.length) }, (_, at) => {
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap]! * sound[at + tap]!;
    return sum;
  });
}

function cleaned(sound: Float32Array): Speaker {
  return { sound, treatment: 'suppressed' };
}
