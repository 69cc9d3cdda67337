import { describe, expect, it } from 'vitest';
import { oneLineText } from './one-line-text.ts';

const parse = (typed: string, maxLength = 5) => oneLineText(typed, maxLength);

describe('oneLineText', () => {
  it('trims, and composes what was typed in parts', () => {
    expect(parse('  Zoe\u0308 ')).toEqual({ ok: true, text: 'Zo\u00eb' });
  });

  it('counts code points, so that five emoji fit where five letters fit', () => {
    expect(parse('🎥🎥🎥🎥🎥')).toEqual({ ok: true, text: '🎥🎥🎥🎥🎥' });
    expect(parse('🎥🎥🎥🎥🎥🎥')).toEqual({ ok: false, fault: 'tooLong' });
  });

  it.each(['', '   ', '\u200b', '\u200d\u00ad', '\u3164', '\u202e'])(
    'calls %j missing: nothing of it can be seen',
    (typed) => {
      expect(parse(typed)).toEqual({ ok: false, fault: 'missing' });
    },
  );

  it.each(['a\nb', 'a\u0000', 'a\u001b[31', '\ud800', 'a\u2028b'])('refuses %j', (typed) => {
    expect(parse(typed)).toEqual({ ok: false, fault: 'notPlainText' });
  });

  it('takes direction marks out, which could make a name pose as another', () => {
    expect(parse('\u202egnp\u2066.a', 20)).toEqual({ ok: true, text: 'gnp.a' });
  });

  it('leaves joiners inside a name alone: emoji and Persian need them', () => {
    expect(parse('👩‍🚀')).toEqual({ ok: true, text: '👩‍🚀' });
  });
});
