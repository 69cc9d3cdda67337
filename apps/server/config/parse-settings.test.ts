import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './nearest-name.ts';
import { parseSettings } from './parse-settings.ts';
import { settingNames } from './settings.ts';

function parsed(environment: Record<string, string>) {
  const result = parseSettings(environment);
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  return result.settings;
}
function problems(environment: Record<string, string>): readonly string[] {
  const result = parseSettings(environment);
  return 'problems' in result ? result.problems : [];
}

describe('settings', () => {
  it('needs no variable at all', () => {
    expect(parsed({})).toMatchObject({ PORT: 8080, VECHE_DATA: './data', VECHE_MEDIA_PORT: 40000, VECHE_ROLE: 'all' });
    expect(Object.keys(parsed({}))).toEqual(settingNames);
  });

  it('passes over variables of other programs and of its own tools', () => {
    expect(problems({ PATH: '/bin', VECHE_FUZZ_SECONDS: '1', VECHE_E2E_BROWSER: 'x' })).toEqual([]);
  });

  it.each([
    [{ PORT: '9000' }, 'PORT', 9000],
    [{ PORT: ' 9000 ' }, 'PORT', 9000],
    [{ PORT: '' }, 'PORT', 8080],
    [
      { VECHE_ANNOUNCED_ADDRESS: '203.0.113.7, 2001:db8::7' },
      'VECHE_ANNOUNCED_ADDRESS',
      ['203.0.113.7', '2001:db8::7'],
    ],
    [{ VECHE_LOG_LEVEL: 'debug' }, 'VECHE_LOG_LEVEL', 'debug'],
    [{ VECHE_ICE_SERVERS: '[{"urls":["stun:a"]}]' }, 'VECHE_ICE_SERVERS', [{ urls: ['stun:a'] }]],
    [{ VECHE_PUBLIC_URL: 'https://meet.example.org' }, 'VECHE_PUBLIC_URL', 'https://meet.example.org'],
    [{ VECHE_DRAIN_SECONDS: '0' }, 'VECHE_DRAIN_SECONDS', 0],
  ] as const)('reads %j', (environment, name, value) => {
    expect(parsed(environment)[name]).toEqual(value);
  });

  it.each([
    [{ PORT: 'http' }, 'PORT must be a whole number from 0 to 65535; it is “http”.'],
    [{ PORT: '70000' }, 'PORT must be a whole number from 0 to 65535; it is “70000”.'],
    [{ PORT: '80.5' }, 'PORT must be a whole number from 0 to 65535; it is “80.5”.'],
    [{ VECHE_LOG_LEVEL: 'loud' }, 'VECHE_LOG_LEVEL must be “debug” or “info” or “warn” or “error”; it is “loud”.'],
    [{ VECHE_ROLE: 'media' }, 'VECHE_ROLE must be “all”; it is “media”.'],
    [{ VECHE_PROFILE: 'clustered' }, 'VECHE_PROFILE must be “embedded”; it is “clustered”.'],
    [{ VECHE_ICE_SERVERS: 'turn:a' }, 'VECHE_ICE_SERVERS must be a JSON list; it is “turn:a”.'],
    [{ VECHE_ICE_SERVERS: '[{"url":"turn:a"}]' }, 'VECHE_ICE_SERVERS must be a JSON list; it is “[{"url":"turn:a"}]”.'],
    [
      { VECHE_PUBLIC_URL: 'meet.example.org' },
      'VECHE_PUBLIC_URL must be an address such as https://meet.example.org, without a path; it is “meet.example.org”.',
    ],
    [{ VECHE_TLS_CERT: 'a.pem' }, 'VECHE_TLS_CERT and VECHE_TLS_KEY belong together: set both, or neither.'],
    [{ VECHE_MEDIAPORT: '1' }, 'There is no setting VECHE_MEDIAPORT. Did you mean VECHE_MEDIA_PORT?'],
    [{ VECHE_COLOUR_OF_THE_SKY: '1' }, 'There is no setting VECHE_COLOUR_OF_THE_SKY. See docs/reference/settings.md.'],
  ])('refuses %j in words', (environment, sentence) => {
    expect(problems(environment as Record<string, string>)).toEqual([sentence]);
  });

  it('tells every problem at once', () => {
    expect(problems({ PORT: 'x', VECHE_WORKERS: 'y', VECHE_DATAA: 'z' })).toHaveLength(3);
  });
});

describe('nearest name', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'bc', 1],
    ['', 'abc', 3],
  ] as const)('counts the changes between %j and %j', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });

  it('keeps silent when nothing is near', () => {
    expect(nearestName('ABCDEFGH', ['XYZ'])).toBeUndefined();
    expect(nearestName('ABC', [])).toBeUndefined();
  });
});
