import { describe, expect, it } from 'vitest';
import { isRecordingId, keyInHash } from './share-key.ts';

describe('the key of a shared link (R8)', () => {
  it('is read from behind the #', () => {
    expect(keyInHash('#key=Ab_9-x.y~z')).toBe('Ab_9-x.y~z');
    expect(keyInHash('#t=5&key=abc')).toBe('abc');
  });
  it('is none where nothing could be one', () => {
    for (const hash of [
      '',
      '#',
      '#key=',
      '#key=a b',
      '#key=a%0d%0ab',
      '#other=1',
      '#key=ключ',
      `#key=${'a'.repeat(201)}`,
    ])
      expect([hash, keyInHash(hash)]).toEqual([hash, undefined]);
  });
});

describe('the id in the address of a page', () => {
  it('is an id and nothing else', () => {
    expect(isRecordingId('0b9c1d2e-1111-4222-8333-444455556666')).toBe(true);
    for (const odd of ['', '..', '.', '0b9c1d2e-1111-4222-8333-444455556666/../x', 'a'.repeat(36)])
      expect([odd, isRecordingId(odd)]).toEqual([odd, false]);
  });
});
