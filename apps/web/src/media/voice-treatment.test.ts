import { describe, expect, it } from 'vitest';
import { captureConstraints, captureFor, treatmentOf } from './voice-treatment.ts';

describe('the two switches', () => {
  it('say what the server does; original sound wins', () => {
    const both = [true, false].flatMap((originalSound) =>
      [true, false].map((noiseSuppression) => treatmentOf({ originalSound, noiseSuppression })),
    );
    expect(both).toEqual(['original', 'original', 'suppressed', 'plain']);
  });
});

describe('the browser', () => {
  it('removes noise only where the server does not: in a forwarded meeting', () => {
    expect(captureFor('suppressed', 'mixed')).toBe('plain');
    expect(captureFor('suppressed', 'forwarded')).toBe('cleaned');
    for (const mode of ['mixed', 'forwarded'] as const) {
      expect(captureFor('plain', mode)).toBe('plain');
      expect(captureFor('original', mode)).toBe('original');
    }
  });
  it('cancels the echo of speech always, and touches original sound in no way', () => {
    expect([captureConstraints.plain.echoCancellation, captureConstraints.cleaned.echoCancellation]).toEqual([
      true,
      true,
    ]);
    expect(captureConstraints.original).toMatchObject({
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: { ideal: 2 },
    });
  });
});
