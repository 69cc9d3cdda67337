/** How much nearer to the clean voice the listener's sound is than the microphone's, when the microphone hears noise too. */

import { addNoise } from '@veche/testkit/sound/level.ts';
import { align } from '@veche/testkit/sound/measures/alignment.ts';
import { clippedSamples } from '@veche/testkit/sound/measures/flaws.ts';
import { siSdrDb } from '@veche/testkit/sound/measures/si-sdr.ts';
import { type NoiseName, noises } from '@veche/testkit/sound/noises.ts';
import { type VoiceName, voiceNames } from '@veche/testkit/sound/speech/voice.ts';
import { soundRateHz, synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { play } from './scene.ts';

export interface NoiseGain {
  readonly noise: NoiseName | 'none';
  readonly voice: VoiceName;
  readonly microphoneDb: number;
  readonly heardDb: number;
  readonly gainDb: number;
  readonly clipped: number;
}

const snrDb = 5;
const lengthMs = 10_000;
/** Not looked at: meetings need a while to find their delays. */
const leadMs = 2_000;
/** Of the first voice; each has its own, for the speech and for the noise. */
const firstSeed = 101;

export async function measureNoise(): Promise<NoiseGain[]> {
  const gains: NoiseGain[] = [];
  for (const noise of ['none', 'white', 'fan', 'babble'] as const)
    for (const [at, voice] of voiceNames.entries()) gains.push(await gainOf(noise, voice, firstSeed + at));
  return gains;
}

async function gainOf(noise: NoiseName | 'none', voice: VoiceName, seed: number): Promise<NoiseGain> {
  const speech = synthesiseSpeech({ voice, seed, lengthMs, talking: 0.8 });
  const said = noise === 'none' ? speech : addNoise(speech, noises[noise](seed, lengthMs), snrDb);
  const { listener } = await play({ speakers: [{ sound: said, treatment: 'suppressed' }] });
  // Receivers stretch and shorten time where nobody hears it: the voice is followed in short pieces. So is the microphone's, to be fair.
  const nearness = (sound: Float32Array) => {
    const followed = align(speech, sound, { delayMostSamples: soundRateHz, segmentSamples: 2_400 }).sound;
    const from = (leadMs * soundRateHz) / 1_000;
    return siSdrDb(speech.subarray(from), followed.subarray(from));
  };
  const microphoneDb = nearness(said);
  const heardDb = nearness(listener);
  return { noise, voice, microphoneDb, heardDb, gainDb: heardDb - microphoneDb, clipped: clippedSamples(listener) };
}
