import { describe, expect, it } from 'vitest';
import { meetingPath, parseMeetingAddress, passwordInHash, pathOfLink } from './meeting-link.ts';

const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';

describe('a pasted meeting', () => {
  it('is found in a link, a path and a bare ID', () => {
    for (const text of [`https://veche.example/j/${id}`, `/j/${id}`, ` ${id}\n`, id.toUpperCase()]) {
      expect(parseMeetingAddress(text)).toEqual({ conferenceId: id, password: undefined });
    }
  });
  it('is found among the words of a forwarded message, with its password', () => {
    expect(parseMeetingAddress(`Join us: https://veche.example/j/${id}#p=s%20e+c see you`)).toEqual({
      conferenceId: id,
      password: 's e c',
    });
  });
  it('is not found in other text', () => {
    for (const text of ['', 'hello', 'https://veche.example/j/123', id.slice(1)]) {
      expect(parseMeetingAddress(text)).toBeUndefined();
    }
  });
});

describe('the password in a link', () => {
  it('comes back whatever signs it has', () => {
    const password = 'a b&c=d#e+ф';
    expect(pathOfLink(`https://x.example${meetingPath({ conferenceId: id, password })}`)).toBe(
      meetingPath({ conferenceId: id, password }),
    );
    expect(passwordInHash(meetingPath({ conferenceId: id, password }).split(/(?=#)/)[1]!)).toBe(password);
  });
  it('is nothing when empty or absent', () => {
    expect(passwordInHash('')).toBeUndefined();
    expect(passwordInHash('#p=')).toBeUndefined();
    expect(passwordInHash('#other=1')).toBeUndefined();
  });
});
