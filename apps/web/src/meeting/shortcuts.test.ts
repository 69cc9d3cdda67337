import { describe, expect, it } from 'vitest';
import { type KeyPress, shortcutOf } from './shortcuts.ts';

const press = (code: string, more: Partial<KeyPress> = {}) =>
  shortcutOf({ code, key: '', ctrlKey: false, altKey: false, metaKey: false, focus: 'none', ...more });

describe('short cuts', () => {
  it('are the same keys in a Russian layout', () => {
    expect(press('KeyM', { key: 'ь' })).toBe('microphone');
    expect(press('KeyV', { key: 'м' })).toBe('camera');
  });
  it('keep quiet while somebody types or uses a short cut of the browser', () => {
    expect(press('KeyM', { focus: 'text' })).toBeUndefined();
    expect(press('KeyS', { ctrlKey: true })).toBeUndefined();
    expect(press('KeyV', { metaKey: true })).toBeUndefined();
  });
  it('leave the space bar to the control that has the focus', () => {
    expect(press('Space', { focus: 'control' })).toBeUndefined();
    expect(press('Space')).toBe('talk');
  });
  it('open the help by its sign, wherever that is on the keyboard', () => {
    expect(press('Digit7', { key: '?' })).toBe('help');
  });
});
