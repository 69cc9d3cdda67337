import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessageText } from './message-text.ts';

const outcome = (typed: string): string => {
  try {
    return parseMessageText(typed);
  } catch (error) {
    if (error instanceof VecheError) return error.code;
    throw error;
  }
};

describe('a message’s text', () => {
  it('is counted as people count', () => {
    for (const character of ['x', 'ж', '👍', '👩‍👩‍👧‍👦', '🇷🇺', 'e\u0301', '👩🏽‍❤️‍💋‍👨🏿']) {
      expect(parseMessageText(character.repeat(limits.chatTextMaxGraphemes))).toBe(
        character.repeat(limits.chatTextMaxGraphemes),
      );
      expect(outcome(character.repeat(limits.chatTextMaxGraphemes + 1))).toBe('message_too_long');
    }
  });

  it('is refused for its length however it is spaced, and no text makes that long work', () => {
    for (const spaces of [' '.repeat(500_000), '\n'.repeat(500_000), ' \n'.repeat(250_000)]) {
      expect(outcome(`a${spaces}b`)).toBe('message_too_long');
      expect(outcome(`${spaces}b${spaces}`)).toBe(
        spaces.startsWith('\n') || spaces.includes('\n') ? 'b' : 'message_too_long',
      );
    }
  });

  it('whatever is typed: kept within bounds, well-formed and without control characters, or refused; and stays when parsed again', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.string({ unit: 'grapheme', maxLength: 700 }),
      fc.string({ unit: fc.constantFrom('\r', '\n', '\u2028', '\t', ' ', '\0', '\u001b', 'a', '\ud83d', '\u202e') }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const kept = outcome(text);
        if (kept === 'message_empty' || kept === 'message_too_long') return;
        expect(kept).toBe(kept.toWellFormed());
        expect(kept).not.toMatch(/[^\P{Cc}\t\n]|[\u2028\u2029]|\s$/u);
        expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(limits.chatTextMaxBytes);
        expect(outcome(kept)).toBe(kept);
      }),
    );
  });
});
