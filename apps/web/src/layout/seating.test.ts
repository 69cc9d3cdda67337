import { describe, expect, it } from 'vitest';
import { emptySeating, type Seating, seat } from './seating.ts';

const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
const speak = (before: Seating, speaker: string | undefined, people = keys): Seating =>
  seat(before, { keys: people, firstPage: 3, speaker });

describe('seating', () => {
  it('keeps the order in which people came while nobody speaks', () => {
    expect(speak(emptySeating, undefined).order).toEqual(keys);
  });

  it('moves nobody when the speaker is on the first page already', () => {
    expect(speak(emptySeating, 'b').order).toEqual(keys);
  });

  it('a speaker of a later page changes places with the last of those who never spoke', () => {
    expect(speak(emptySeating, 'e').order).toEqual(['a', 'b', 'e', 'd', 'c', 'f']);
  });

  it('who spoke longest ago gives way, and nobody else moves', () => {
    const spoken = ['a', 'c', 'b'].reduce<Seating>((seating, speaker) => speak(seating, speaker), emptySeating);
    expect(speak(spoken, 'f').order).toEqual(['f', 'b', 'c', 'd', 'e', 'a']);
  });

  it('answers the same seating when nothing changed', () => {
    const once = speak(emptySeating, 'e');
    expect(speak(once, 'e')).toBe(once);
  });

  it('a speaker who stays brought forward is not moved again by others who come and go', () => {
    const once = speak(emptySeating, 'e');
    expect(speak(once, 'e', ['a', 'b', 'd', 'e', 'f', 'g']).order).toEqual(['a', 'b', 'e', 'd', 'f', 'g']);
  });

  it('a speaker without a seat counts as nobody', () => {
    expect(speak(emptySeating, 'x').order).toEqual(keys);
  });

  it('who is on the stage keeps the seat, and needs none', () => {
    const input = { keys, firstPage: 3, staged: 'a' };
    expect(seat(emptySeating, { ...input, speaker: 'a' }).order).toEqual(keys);
    expect(seat(emptySeating, { ...input, speaker: 'd' }).order).toEqual(keys);
    expect(seat(emptySeating, { ...input, speaker: 'f' }).order).toEqual(['a', 'b', 'c', 'f', 'e', 'd']);
  });

  it('without seats on the first page nobody moves', () => {
    expect(seat(emptySeating, { keys, firstPage: 0, speaker: 'f' }).order).toEqual(keys);
  });
});
