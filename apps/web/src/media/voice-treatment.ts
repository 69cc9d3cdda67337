/**
 * What becomes of one's own voice, as two switches say it: what the server is asked to do, and what the browser is to do before. Noise is
 * taken away once and never twice, for what one remedy leaves, a second one damages.
 */
import type { SoundMode, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';

export interface VoiceSwitches {
  readonly noiseSuppression: boolean;
  readonly originalSound: boolean;
}

/** plain: echo is removed and the level kept; cleaned: noise is removed too; original: everything as it comes in, in stereo. */
export type Capture = 'plain' | 'cleaned' | 'original';

export function treatmentOf({ noiseSuppression, originalSound }: VoiceSwitches): VoiceTreatment {
  if (originalSound) return 'original';
  return noiseSuppression ? 'suppressed' : 'plain';
}

/** The server removes noise better than browsers do, where it mixes; where it only forwards, the browser is all there is. */
export function captureFor(treatment: VoiceTreatment, mode: SoundMode): Capture {
  if (treatment === 'original') return 'original';
  return treatment === 'suppressed' && mode === 'forwarded' ? 'cleaned' : 'plain';
}

/** Echo is the browser's alone to cancel: only there it is known what the speaker plays. */
export const captureConstraints: Readonly<Record<Capture, MediaTrackConstraints>> = {
  plain: { echoCancellation: true, noiseSuppression: false, autoGainControl: true, channelCount: { ideal: 1 } },
  cleaned: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: { ideal: 1 } },
  original: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 } },
};
