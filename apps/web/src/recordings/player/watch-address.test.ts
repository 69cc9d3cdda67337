import { describe, expect, it } from 'vitest';
import { withFreshToken } from './watch-address.ts';

const fresh = '/recordings/v1/new-token/playlist.m3u8';

describe('addresses with a token (R8)', () => {
  it('get the newest one, whole or relative, whatever is asked for', () => {
    expect(withFreshToken('/recordings/v1/old/chunk-7.mp4', fresh)).toBe('/recordings/v1/new-token/chunk-7.mp4');
    expect(withFreshToken('https://veche.example:8443/recordings/v1/old/playlist.m3u8?x=1', fresh)).toBe(
      'https://veche.example:8443/recordings/v1/new-token/playlist.m3u8?x=1',
    );
  });
  it('stay as they are where there is no token, or none to put in', () => {
    for (const url of ['/recordings/v1/', '/recordings/v1/old', '/elsewhere/chunk-7.mp4', 'blob:abc', ''])
      expect(withFreshToken(url, fresh)).toBe(url);
    expect(withFreshToken('/recordings/v1/old/chunk-7.mp4', null)).toBe('/recordings/v1/old/chunk-7.mp4');
    expect(withFreshToken('/x?next=/recordings/v1/old/a', fresh)).toBe('/x?next=/recordings/v1/old/a');
  });
  it('keep a token that has odd signs in it', () => {
    expect(withFreshToken('/recordings/v1/$&/a', '/recordings/v1/$1.$`/b')).toBe('/recordings/v1/$1.$`/a');
  });
});
