import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { Disposables } from './disposables.ts';
import { Emitter } from './emitter.ts';
import { BrokenInvariant, invariant } from './invariant.ts';

describe('Emitter', () => {
  it('runs listeners in order and lets one be taken away', () => {
    const emitter = new Emitter<{ said: string }>();
    const heard: string[] = [];
    const off = emitter.on('said', (text) => heard.push(`first ${text}`));
    emitter.on('said', (text) => heard.push(`second ${text}`));
    emitter.emit('said', 'a');
    off();
    emitter.emit('said', 'b');
    expect(heard).toEqual(['first a', 'second a', 'second b']);
  });

  it('runs the other listeners when one throws, then tells', () => {
    const failures: unknown[] = [];
    const emitter = new Emitter<{ said: string }>((error) => failures.push(error));
    const heard: string[] = [];
    emitter.on('said', () => {
      throw new Error('broken');
    });
    emitter.on('said', (text) => heard.push(text));
    emitter.emit('said', 'a');
    expect(heard).toEqual(['a']);
    expect(failures).toHaveLength(1);
  });
});

describe('Disposables', () => {
  it('closes in reverse order, once, and goes on after a failure', async () => {
    const closed: string[] = [];
    const disposables = new Disposables();
    disposables.add(() => void closed.push('first'));
    disposables.add(() => {
      throw new Error('stuck');
    });
    disposables.add(async () => void closed.push('last'));
    await expect(disposables.close()).rejects.toThrow(AggregateError);
    await expect(disposables.close()).rejects.toThrow(AggregateError);
    expect(closed).toEqual(['last', 'first']);
  });
});

describe('backoffMs', () => {
  it('doubles to its bound and spreads over the upper half', () => {
    expect(backoffMs(0, 100, 5_000, 0)).toBe(50);
    expect(backoffMs(3, 100, 5_000, 1)).toBe(800);
    expect(backoffMs(1_000, 100, 5_000, 1)).toBe(5_000);
  });
});

describe('invariant', () => {
  it('throws its own class', () => {
    expect(() => invariant(false, 'no')).toThrow(BrokenInvariant);
  });
});
