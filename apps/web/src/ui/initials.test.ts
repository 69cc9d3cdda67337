import { describe, expect, it } from 'vitest';
import { avatarColours, colourOf, initialsOf } from './initials.ts';

describe('initials', () => {
  it('takes the first and the last word', () => {
    expect(initialsOf('Anna Maria Petrova')).toBe('AP');
    expect(initialsOf('  вера ')).toBe('В');
  });
  it('counts an emoji with its joiners as one letter', () => {
    expect(initialsOf('👩‍🚀 Kim')).toBe('👩‍🚀K');
  });
  it('says ? for nothing', () => {
    expect(initialsOf('   ')).toBe('?');
  });
});

describe('colour of a name', () => {
  it('is the same for the same name, whatever its case and spaces', () => {
    expect(colourOf('Ann')).toBe(colourOf(' ann '));
  });
  it('uses the whole palette', () => {
    const seen = new Set(Array.from({ length: 300 }, (_, index) => colourOf(`Guest ${index}`)));
    expect(seen.size).toBe(avatarColours.length);
  });
  it('keeps white letters readable', () => {
    for (const colour of avatarColours) {
      const [red, green, blue] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      expect(1.05 / (0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05)).toBeGreaterThan(4.5);
    }
  });
});
