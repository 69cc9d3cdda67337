import { describe, expect, it } from 'vitest';
import { messageId } from './message-id.ts';

describe('a message’s id', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(messageId(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('is a version 7 UUID whatever chance brings, and later ones come after', () => {
    const ids = [0x00, 0x7f, 0xff].map((byte, second) =>
      messageId(1_764_000_000_000 + second, new Uint8Array(10).fill(0xff - byte)),
    );
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.toSorted()).toEqual(ids);
  });
});
