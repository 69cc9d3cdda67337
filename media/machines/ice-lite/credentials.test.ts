import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { createIceCredentials } from './credentials.ts';

describe('ICE credentials', () => {
  it('are made of ICE characters, long enough, and differ each time', () => {
    const random = seededBytes(1);
    const seen = new Set<string>();
    for (let time = 0; time < 200; time++) {
      const { ufrag, password } = createIceCredentials(random);
      expect(ufrag).toMatch(/^[A-Za-z0-9+/]{8}$/);
      expect(password).toMatch(/^[A-Za-z0-9+/]{24}$/);
      seen.add(ufrag).add(password);
    }
    expect(seen.size).toBe(400);
  });
});
