import { VecheError } from '@veche/contracts/errors.ts';
import { describe, expect, it } from 'vitest';
import { parseConferenceName, parseParticipantName } from './conference-name.ts';
import { joinLink } from './join-link.ts';
import { joinPasswordMatches, parseJoinPassword } from './join-password.ts';
import { parseStartTime } from './start-time.ts';

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof VecheError ? `${error.code} ${error.field}` : error;
  }
};
const nowMs = Date.parse('2026-03-01T12:00:00Z');

describe('names', () => {
  it('a meeting’s has up to 100 characters on one line', () => {
    expect(parseConferenceName(' Планёрка 🎥 ')).toBe('Планёрка 🎥');
    expect(parseConferenceName('🎥'.repeat(100))).toHaveLength(200);
    expect(codeOf(() => parseConferenceName('🎥'.repeat(101)))).toBe('name_too_long name');
    expect(codeOf(() => parseConferenceName(''))).toBe('name_missing name');
    expect(codeOf(() => parseConferenceName('a\r\nATTENDEE:eve'))).toBe('invalid_request name');
  });

  it('a participant’s is the account’s where none was typed', () => {
    expect(parseParticipantName(' ', 'Ann')).toBe('Ann');
    expect(parseParticipantName('Annie', 'Ann')).toBe('Annie');
    expect(codeOf(() => parseParticipantName(' ', undefined))).toBe('name_missing name');
    expect(codeOf(() => parseParticipantName('x'.repeat(51), 'Ann'))).toBe('name_too_long name');
  });
});

describe('join passwords', () => {
  it('are none when nothing was typed', () => {
    for (const typed of [undefined, '', '   ']) expect(parseJoinPassword(typed)).toBeNull();
  });

  it('have up to 50 characters that can be typed', () => {
    expect(parseJoinPassword(' letme in ')).toBe('letme in');
    expect(parseJoinPassword('🗝'.repeat(50))).toBe('🗝'.repeat(50));
    expect(codeOf(() => parseJoinPassword('x'.repeat(51)))).toBe('invalid_request password');
    expect(codeOf(() => parseJoinPassword('a\u0000b'))).toBe('invalid_request password');
  });

  it('match exactly, but for how a letter was composed and for spaces pasted around', () => {
    expect(joinPasswordMatches('Jo\u00ebl', ' Joe\u0308l ')).toBe(true);
    for (const typed of ['', 'jo\u00ebl', 'Jo\u00ebl2', 'Joel'])
      expect(joinPasswordMatches('Jo\u00ebl', typed)).toBe(false);
  });
});

describe('start times', () => {
  it.each([
    ['2026-03-01T12:00:01Z', '2026-03-01T12:00:01.000Z'],
    ['2026-03-01T15:30+03:00', '2026-03-01T12:30:00.000Z'],
    ['2026-03-01T11:59:30Z', '2026-03-01T11:59:30.000Z'],
    ['2028-02-29T10:00:00.123Z', '2028-02-29T10:00:00.123Z'],
  ])('%s is understood', (typed, meant) => expect(new Date(parseStartTime(typed, nowMs)).toISOString()).toBe(meant));

  it.each(['2026-03-01T11:58:59Z', '1970-01-01T00:00:00Z'])('%s is in the past', (typed) =>
    expect(codeOf(() => parseStartTime(typed, nowMs))).toBe('conference_starts_in_past startsAt'),
  );

  it.each([
    '',
    'tomorrow',
    '2026-03-02',
    '2026-03-02T10:00:00',
    '2026-13-02T10:00:00Z',
    '2026-03-02T25:00:00Z',
    '9999-01-01T00:00:00Z',
  ])('%j is no time that can be meant', (typed) =>
    expect(codeOf(() => parseStartTime(typed, nowMs))).toBe('invalid_request startsAt'),
  );
});

describe('join links', () => {
  it('suffice to join: a password stands behind the #', () => {
    expect(joinLink('https://x.org', 'abc', null)).toBe('https://x.org/j/abc');
    expect(joinLink('https://x.org', 'abc', 'a&b #1 ё')).toBe('https://x.org/j/abc#p=a%26b%20%231%20%D1%91');
  });
});
