import { describe, expect, it } from 'vitest';
import { pictureWords } from './picture-words.ts';
import { initialPlayerState } from './player.ts';

const growing = { state: 'recording', playlist: '/p', downloads: [] } as const;
const atEnd = {
  ...initialPlayerState,
  playing: true,
  waiting: true,
  atMs: 99_000,
  durationMs: 100_000,
  live: { now: true, behindMs: 12_000 },
};

describe('words over the picture', () => {
  it('are none while it plays, loads or rests', () => {
    expect(pictureWords(growing, initialPlayerState)).toBeUndefined();
    expect(pictureWords(growing, { ...atEnd, waiting: false })).toBeUndefined();
    expect(pictureWords(growing, { ...atEnd, atMs: 50_000 })).toBeUndefined();
  });
  it('say what is waited for at the end of what is there', () => {
    expect(pictureWords(growing, atEnd)).toBe('player.waitsForMore');
    expect(pictureWords({ ...growing, state: 'paused' }, atEnd)).toBe('player.pausedHere');
    expect(pictureWords({ ...growing, state: 'ready' }, { ...atEnd, live: null })).toBeUndefined();
  });
  it('say that there is nothing, yet or for good', () => {
    expect(pictureWords({ ...growing, playlist: null }, initialPlayerState)).toBe('player.waitsForFirst');
    expect(pictureWords({ ...growing, state: 'rendering', playlist: null }, initialPlayerState)).toBe('player.loading');
    expect(pictureWords({ ...growing, state: 'ready', playlist: null }, initialPlayerState)).toBe('player.nothing');
  });
  it('say that this browser cannot', () => {
    expect(pictureWords(growing, { ...initialPlayerState, unplayable: true })).toBe('player.unplayable');
  });
});
