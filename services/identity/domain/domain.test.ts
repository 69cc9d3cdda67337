import { VecheError } from '@veche/contracts/errors.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { looksLikeAuthToken, newAuthToken } from './auth-token.ts';
import { commonPasswords, isCommonPassword } from './common-passwords.ts';
import { deviceName } from './device-name.ts';
import { normalisedEmail, parseEmail } from './email.ts';
import { parseNewPassword } from './password.ts';
import { parseUserName } from './user-name.ts';

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof VecheError ? `${error.code} ${error.field}` : String(error);
  }
};

describe('passwords', () => {
  const judge = (password: string) => codeOf(() => parseNewPassword(password, 'password'));

  it('need 8 to 128 characters, counted as people count them', () => {
    expect(judge('zq8vKm2')).toBe('password_too_short password');
    expect(judge('zq8vKm2p')).toBe('accepted');
    expect(judge('🦦🌷🪗🧭🛶🪁🧩')).toBe('password_too_short password');
    expect(judge('🦦🌷🪗🧭🛶🪁🧩🥁')).toBe('accepted');
    expect(judge('x🦦'.repeat(64))).toBe('accepted');
    expect(judge(`${'x🦦'.repeat(64)}y`)).toBe('password_too_long password');
  });

  it('need no capitals, digits or marks', () => {
    expect(judge('tulip otter canoe')).toBe('accepted');
    expect(judge('тюльпан выдра')).toBe('accepted');
  });

  it.each([
    ...[
      'password',
      'Password1',
      'PASSW0RD',
      'P@ssw0rd!',
      '12345678',
      '123456789',
      '1234567890',
      '11111111',
      '00000000',
      'aaaaaaaa',
    ],
    ...[
      'qwertyui',
      'qwerty123',
      'qwertyuiop',
      '1q2w3e4r',
      '1qaz2wsx',
      'zaq12wsx',
      'asdfghjkl',
      'q1w2e3r4',
      'qazwsxedc',
      'abcd1234',
    ],
    ...[
      'iloveyou',
      'sunshine',
      'princess',
      'football',
      'baseball',
      'superman',
      'trustno1',
      'starwars',
      'whatever',
      'jennifer',
    ],
    ...[
      'corvette',
      'mercedes',
      'letmein1',
      'welcome1',
      'dragon123',
      'monkey123',
      'summer2024',
      'michael1',
      'liverpool',
      'йцукенгш',
    ],
    ...[
      '87654321',
      '12341234',
      '123123123',
      '11223344',
      '147258369',
      'password123',
      'adminadmin',
      'changeme',
      'computer',
      'internet',
    ],
  ])('refuse %s: too many people use it', (password) => {
    expect(judge(password)).toBe('password_too_common password');
  });

  it('are compared with at least 3,000 common ones, all long enough to be chosen', () => {
    expect(commonPasswords.size).toBeGreaterThanOrEqual(3_000);
    expect([...commonPasswords].filter((password) => [...password].length < 8)).toEqual([]);
    expect([...commonPasswords].every(isCommonPassword)).toBe(true);
  });

  it('spell the same letter the same, whichever keyboard typed it', () => {
    expect(parseNewPassword('cafe\u0301 tulipe', 'password')).toBe(parseNewPassword('caf\u00e9 tulipe', 'password'));
  });
});

describe('e-mail addresses', () => {
  it.each(['ann@example.org', 'a.b+c@x.co', "o'neil@mail.example", 'почта@пример.рф', 'root@localhost', 'a@1.2.3.4'])(
    'accept %s',
    (typed) => expect(parseEmail(typed)).toBe(typed),
  );

  it.each([
    '',
    'ann',
    '@x.org',
    'ann@',
    'ann@x..org',
    'ann@-x.org',
    'a b@x.org',
    'a@b@c',
    'ann@x.org,bob@x.org',
    '<ann@x.org>',
  ])('refuse %j', (typed) => {
    expect(codeOf(() => parseEmail(typed))).toBe('email_invalid email');
  });

  it('refuse more than 254 characters', () => {
    const domain = `${'d'.repeat(60)}.`.repeat(3);
    expect(codeOf(() => parseEmail(`${'a'.repeat(64)}@${domain}${'d'.repeat(20)}`))).toBe('email_invalid email');
  });

  it('are one whatever their case and the spaces around them', () => {
    expect(normalisedEmail(' Ann@Example.ORG ')).toBe('ann@example.org');
  });

  it('are judged fast even when made to be slow', () => {
    expect(codeOf(() => parseEmail(`a@${'a-'.repeat(120)}!`))).toBe('email_invalid email');
    expect(codeOf(() => parseEmail(`a@${'a.'.repeat(120)}!`))).toBe('email_invalid email');
  });
});

describe('names', () => {
  it('keep to 50 characters on one line', () => {
    expect(parseUserName(' Åsa ')).toBe('Åsa');
    expect(codeOf(() => parseUserName('  '))).toBe('name_missing name');
    expect(codeOf(() => parseUserName('x'.repeat(51)))).toBe('name_too_long name');
    expect(codeOf(() => parseUserName('a\tb'))).toBe('invalid_request name');
  });
});

describe('session tokens', () => {
  it('are 128 characters and never the same', () => {
    const random = seededRandomSource(7);
    const [one, other] = [newAuthToken(random), newAuthToken(random)];
    expect(one).toHaveLength(128);
    expect(looksLikeAuthToken(one)).toBe(true);
    expect(one).not.toBe(other);
  });

  it('are told from anything else at a glance', () => {
    for (const text of ['', 'x'.repeat(127), 'x'.repeat(129), `${'x'.repeat(127)}=`]) {
      expect(looksLikeAuthToken(text)).toBe(false);
    }
  });
});

describe('device names', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
      'Chrome, Windows',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0', 'Edge, Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E Safari/604.1',
      'Safari, iPhone',
    ],
    ['curl/8.5', 'curl'],
    ['<script>', 'Unknown device'],
    [undefined, 'Unknown device'],
  ])('call %s %s', (userAgent, name) => expect(deviceName(userAgent)).toBe(name));
});
