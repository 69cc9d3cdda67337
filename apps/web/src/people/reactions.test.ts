import { describe, expect, it } from 'vitest';
import { type ShownReaction, spokenOf, stillShown, withReaction } from './reactions.ts';

const reaction = (id: number, participantId = `p${id}`, untilMs = 5_000): ShownReaction => ({
  id,
  participantId,
  name: participantId,
  reaction: 'clap',
  untilMs,
});
const all = (added: readonly ShownReaction[]) => added.reduce<readonly ShownReaction[]>(withReaction, []);
const ids = (shown: readonly ShownReaction[]) => shown.map(({ id }) => id);

describe('reactions', () => {
  it('go when their time is over, and not before', () => {
    const shown = [reaction(1, 'a', 5_000), reaction(2, 'b', 6_000)];
    expect(stillShown(shown, 4_999)).toBe(shown);
    expect(ids(stillShown(shown, 5_000))).toEqual([2]);
    expect(stillShown(shown, 6_000)).toEqual([]);
  });
  it('of one person stand three at a time; the oldest gives way', () => {
    expect(
      ids(all([reaction(1, 'a'), reaction(2, 'b'), reaction(3, 'a'), reaction(4, 'a'), reaction(5, 'a')])),
    ).toEqual([2, 3, 4, 5]);
  });
  it('of a whole assembly are bounded', () => {
    const many = Array.from({ length: 500 }, (_, index) => reaction(index));
    const shown = all(many);
    expect(shown.length).toBe(40);
    expect(shown.at(-1)?.id).toBe(499);
  });
  it('are said by name of a few, and of the others as a number of people', () => {
    const said = spokenOf([reaction(1, 'a'), reaction(2, 'b'), reaction(3, 'a'), reaction(4, 'c'), reaction(5, 'd')]);
    expect(ids(said.named)).toEqual([3, 2, 4]);
    expect(said.more).toBe(1);
  });
});
