import { describe, expect, it } from 'vitest';
import { preferredLanguage, requestLanguage } from './language.ts';

describe('the language of a request', () => {
  it.each([
    ['', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8', 'ru'],
    ['en-GB,en;q=0.9,ru;q=0.8', 'en'],
    ['de,ru;q=0.5,en;q=0.3', 'ru'],
    ['de, fr', 'en'],
    ['ru;q=0, en;q=0.1', 'en'],
    ['ru;q=banana', 'en'],
    [';;;,,,', 'en'],
  ] as const)('reads %j as %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  it('is what ?lang= says, whatever the browser prefers', () => {
    const headers = { 'accept-language': 'ru' };
    expect(requestLanguage('/api/v1/users?lang=en', headers)).toBe('en');
    expect(requestLanguage('/api/v1/users?lang=tlh', headers)).toBe('ru');
    expect(requestLanguage('/api/v1/users', headers)).toBe('ru');
  });
});
