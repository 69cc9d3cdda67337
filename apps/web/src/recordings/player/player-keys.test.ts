import { describe, expect, it } from 'vitest';
import { type PlayerKey, playerActOf, speedAfter, speeds } from './player-keys.ts';

const press = (code: string, key: string, more: Partial<PlayerKey> = {}) =>
  playerActOf({ code, key, ctrlKey: false, altKey: false, metaKey: false, focus: 'none', atPlayer: true, ...more });

describe('keys of the player (R9)', () => {
  it('are those that people know', () => {
    expect(press('Space', ' ')).toEqual({ act: 'toggle' });
    expect(press('KeyK', 'k')).toEqual({ act: 'toggle' });
    expect(press('ArrowLeft', 'ArrowLeft')).toEqual({ act: 'skip', seconds: -5 });
    expect(press('KeyL', 'l')).toEqual({ act: 'skip', seconds: 10 });
    expect(press('Comma', '<')).toEqual({ act: 'speed', steps: -1 });
    expect(press('Slash', '?')).toEqual({ act: 'help' });
    expect(press('Digit7', '7')).toEqual({ act: 'jump', to: 0.7 });
  });
  it('go by the place of a letter, in any layout', () => {
    expect(press('KeyM', 'ь')).toEqual({ act: 'mute' });
    expect(press('KeyF', 'а')).toEqual({ act: 'fullScreen' });
  });
  it('are none in a text, with a modifier, or unknown', () => {
    expect(press('KeyM', 'm', { focus: 'text' })).toBeUndefined();
    expect(press('KeyF', 'f', { ctrlKey: true })).toBeUndefined();
    expect(press('KeyX', 'x')).toBeUndefined();
    expect(press('constructor', 'constructor')).toBeUndefined();
    expect(press('Digit7', '&')).toBeUndefined();
  });
  it('are letters, digits and signs at the player alone, the others anywhere on its page', () => {
    const elsewhere = { atPlayer: false };
    for (const [code, key] of [
      ['KeyM', 'm'],
      ['KeyF', 'а'],
      ['Digit7', '7'],
      ['Comma', '<'],
      ['Slash', '?'],
    ] as const)
      expect(press(code, key, elsewhere)).toBeUndefined();
    expect(press('Space', ' ', elsewhere)).toEqual({ act: 'toggle' });
    expect(press('Home', 'Home', elsewhere)).toEqual({ act: 'jump', to: 0 });
    expect(press('End', 'End', elsewhere)).toEqual({ act: 'jump', to: 1 });
    expect(press('ArrowRight', 'ArrowRight', elsewhere)).toEqual({ act: 'skip', seconds: 5 });
  });
  it('leave a control its space bar, and a list of choices its letters and arrows', () => {
    expect(press('Space', ' ', { focus: 'control' })).toBeUndefined();
    expect(press('ArrowRight', 'ArrowRight', { focus: 'control' })).toEqual({ act: 'skip', seconds: 5 });
    expect(press('ArrowRight', 'ArrowRight', { focus: 'choice' })).toBeUndefined();
    expect(press('KeyM', 'm', { focus: 'choice' })).toBeUndefined();
  });
});

describe('speed', () => {
  it('goes step by step and stays at the ends', () => {
    expect(speedAfter(1, 1)).toBe(1.25);
    expect(speedAfter(1, -1)).toBe(0.75);
    expect(speedAfter(2, 1)).toBe(2);
    expect(speedAfter(0.5, -1)).toBe(0.5);
    expect(speedAfter(1.1, 1)).toBe(1.25);
    expect([speeds[0], speeds.at(-1)]).toEqual([0.5, 2]);
  });
});
