/** Speech for tests and measures, made of numbers: nobody's recording, any length, any voice, the same for the same seed, and clean to the last bit. */
import { seededRandom } from '../random.ts';
import { levelTo } from './level.ts';
import { utter } from './speech/utterance.ts';
import { VocalTract } from './speech/vocal-tract.ts';
import { type Voice, type VoiceName, voices } from './speech/voice.ts';

export const soundRateHz = 48_000;
/** Root mean square of the loud parts: where a well-set microphone brings a voice. */
const usualLevelDb = -23;

export interface SpeechOptions {
  readonly voice: VoiceName | Voice;
  readonly seed: number;
  readonly lengthMs: number;
  /** Share of the time in phrases, 0 to 1; in a conversation people pause for more than half of it (ITU-T P.59). */
  readonly talking?: number;
  /** Root mean square of the loud parts, decibels below full scale. */
  readonly levelDb?: number;
}

/** 48 kHz, mono; begins with a short silence. */
export function synthesiseSpeech({
  voice,
  seed,
  lengthMs,
  talking = 0.5,
  levelDb = usualLevelDb,
}: SpeechOptions): Float32Array {
  const speaker = typeof voice === 'string' ? voices[voice] : voice;
  const random = seededRandom(seed);
  const tract = new VocalTract(speaker, soundRateHz, seededRandom(seed ^ 0x5bd1e995));
  const sound = new Float32Array(Math.round((lengthMs * soundRateHz) / 1_000));
  let at = 0;
  for (const segment of utter(speaker, talking, random)) {
    at = tract.speak(segment, sound, at);
    if (at >= sound.length) break;
  }
  return levelTo(sound, levelDb);
}
