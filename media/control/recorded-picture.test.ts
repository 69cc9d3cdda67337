import { describe, expect, it } from 'vitest';
import { type PictureCandidate, recordedPicture } from './recorded-picture.ts';

const of = (participantId: string, source: 'camera' | 'screen' = 'camera'): PictureCandidate => ({
  producerId: `${participantId}-${source}`,
  participantId,
  source,
});
const [anna, boris, vera] = [of('anna'), of('boris'), of('vera')];

describe('R3: one picture at a time', () => {
  it('is the screen that was shared last, whoever speaks', () => {
    const screens = [anna, of('boris', 'screen'), boris, of('vera', 'screen')];
    expect(recordedPicture(screens, 'anna', 'anna')).toBe('vera-screen');
  });

  it('is else whoever speaks', () => {
    expect(recordedPicture([anna, boris, vera], 'vera', 'anna')).toBe('vera-camera');
  });

  it('is nobody’s when whoever speaks shows none', () => {
    expect(recordedPicture([anna, boris], 'vera', 'anna')).toBeUndefined();
  });

  it('stays with whoever was shown while nobody speaks, and begins with who came first', () => {
    expect(recordedPicture([anna, boris], null, 'boris')).toBe('boris-camera');
    expect(recordedPicture([anna, boris], null, 'vera')).toBe('anna-camera');
    expect(recordedPicture([], null, undefined)).toBeUndefined();
  });
});
