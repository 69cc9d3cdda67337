/** What is missing from a voice for the ear when datagrams are lost on both ways, mixed and forwarded. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { align } from '@veche/testkit/sound/measures/alignment.ts';
import { audibleGaps, clicks, type Gaps } from '@veche/testkit/sound/measures/flaws.ts';
import { soundRateHz, synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { play } from './scene.ts';

export interface LossFlaws extends Gaps {
  readonly mode: SoundMode;
  /** Of each way, 0 to 1. */
  readonly lossShare: number;
  readonly lengthMs: number;
  readonly clicks: number;
}

const lengthMs = 30_000;

export async function measureLoss(): Promise<LossFlaws[]> {
  const speech = synthesiseSpeech({ voice: 'david', seed: 701, lengthMs, talking: 0.9 });
  const found: LossFlaws[] = [];
  for (const lossShare of [0, 0.05, 0.1])
    for (const mode of ['forwarded', 'mixed'] as const) {
      const { listener } = await play({
        mode,
        speakers: [{ sound: speech, treatment: 'suppressed' }],
        loss: { share: lossShare, seed: 702 },
      });
      // Clicks are looked for in what was heard as it was heard; laid over the speech, it has seams of its own.
      const { sound } = align(speech, listener, { delayMostSamples: soundRateHz, segmentSamples: 2_400 });
      found.push({ mode, lossShare, lengthMs, clicks: clicks(listener).length, ...audibleGaps(speech, sound) });
    }
  return found;
}
