import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgetSpeaker, hearLevels, noSpeakers, type Speakers } from './active-speaker.ts';

const loud = 20;
const talk = (participantId: string, levelDbov = loud) => ({ participantId, levelDbov, voice: levelDbov < 100 });

/** `script` names who is heard in each 100 ms. */
function play(
  script: readonly (readonly { participantId: string; levelDbov: number; voice: boolean }[])[],
  from = noSpeakers,
) {
  const states: Speakers[] = [];
  let state = from;
  script.forEach((levels, index) => {
    state = hearLevels(state, levels, 10_000 + index * 100);
    states.push(state);
  });
  return states;
}
const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('speaking', () => {
  it('is seen soon after somebody begins and outlasts a short pause', () => {
    const states = play([...times(5, [talk('anna')]), ...times(4, []), ...times(3, [talk('anna')])]);
    expect(states[3]!.speaking).toEqual(['anna']);
    expect(states.slice(3).every(({ speaking }) => speaking.includes('anna'))).toBe(true);
  });

  it('ends when the pause is long', () => {
    const states = play([...times(5, [talk('anna')]), ...times(12, [])]);
    expect(states.at(-1)!.speaking).toEqual([]);
  });

  it('is not a cough', () => {
    expect(play([[talk('anna')], ...times(10, [])]).every(({ speaking }) => speaking.length === 0)).toBe(true);
  });

  it('is not silence or a quiet room', () => {
    const quiet = { participantId: 'anna', levelDbov: 90, voice: false };
    expect(play(times(20, [quiet])).at(-1)!.speaking).toEqual([]);
  });
});

describe('the active speaker', () => {
  it('is the first who speaks, and stays when all fall silent', () => {
    const states = play([...times(5, [talk('anna')]), ...times(30, [])]);
    expect(states[4]!.active).toBe('anna');
    expect(states.at(-1)!.active).toBe('anna');
  });

  it('changes to the next one soon after the former has finished', () => {
    const states = play([...times(10, [talk('anna')]), ...times(20, [talk('boris')])]);
    expect(states.at(-1)!.active).toBe('boris');
  });

  it('is not taken from somebody who speaks by a short shout', () => {
    const states = play([
      ...times(10, [talk('anna', 30)]),
      ...times(6, [talk('anna', 30), talk('boris', 5)]),
      ...times(10, [talk('anna', 30)]),
    ]);
    expect(states.slice(3).every(({ active }) => active === 'anna')).toBe(true);
  });

  it('does not flicker between two equal voices', () => {
    const duet = Array.from({ length: 300 }, (_, index) => [
      talk('anna', loud + (index % 2)),
      talk('boris', loud + ((index + 1) % 2)),
    ]);
    const actives = new Set(
      play(duet)
        .slice(5)
        .map(({ active }) => active),
    );
    expect(actives.size).toBe(1);
  });

  it('never changes twice within 400 ms, whoever shouts', () => {
    const batch = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 127 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 120 }), (script) => {
        const states = play(
          script.map((levels) => levels.map(([participantId, levelDbov]) => talk(participantId, levelDbov))),
        );
        let changedAt = Number.NEGATIVE_INFINITY;
        states.forEach(({ active }, index) => {
          const before = states[index - 1]?.active ?? null;
          if (active === before) return;
          if (before !== null) expect(index - changedAt).toBeGreaterThanOrEqual(4);
          changedAt = index;
        });
      }),
    );
  });

  it('is nobody when the active one leaves', () => {
    const spoken = play(times(5, [talk('anna')])).at(-1)!;
    expect(forgetSpeaker(spoken, 'anna')).toMatchObject({ active: null, speaking: [] });
  });
});
