import { describe, expect, it } from 'vitest';
import { quotaOf } from './quota.ts';

describe('the quota of recordings (R10)', () => {
  it('is told from 80 % on, and as full when it is', () => {
    expect([0, 79, 80, 99, 100, 140].map((used) => quotaOf(used, 100))).toEqual([
      'fine',
      'fine',
      'soon',
      'soon',
      'full',
      'full',
    ]);
  });
  it('is none where there is none; and full where nothing is allowed', () => {
    expect(quotaOf(10 ** 12, null)).toBe('none');
    expect(quotaOf(0, 0)).toBe('full');
  });
});
