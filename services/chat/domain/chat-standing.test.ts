import { describe, expect, it } from 'vitest';
import type { ChatPlace, Whereabouts } from '../needs.ts';
import { chatStanding, requireTogether, seenFromRoom } from './chat-standing.ts';

const roles = ['guest', 'coHost', 'host'] as const;
const here = (role: ChatPlace['role']): Whereabouts => ({ where: 'here', role });
const absent = (doorOpen: boolean): Whereabouts => ({ where: 'absent', doorOpen });
const waiting: Whereabouts = { where: 'waiting' };
const elsewhere: Whereabouts = { where: 'elsewhere' };
const isIn = (isHost: boolean) => ({ name: 'in', isHost });
const out = (refusal: string) => ({ name: 'out', refusal });

describe('what somebody is to a chat', () => {
  for (const role of roles) {
    const isHost = role !== 'guest';
    const place = { role, mustWait: false };
    const suspect = { role, mustWait: true };
    const doors = ['open', 'shut'] as const;
    describe(`with a place as ${role}`, () => {
      it.each(roles)('counts as %s where they are here as that, whatever their place says', (live) => {
        for (const chat of ['main', 'room'] as const)
          for (const door of doors)
            for (const one of [place, suspect])
              expect(chatStanding(one, here(live), chat, door)).toEqual(isIn(live !== 'guest'));
      });

      it.each(['main', 'room'] as const)('is out of the %s chat while waiting or in another room', (chat) => {
        for (const door of doors) {
          expect(chatStanding(place, waiting, chat, door)).toEqual(out('waiting_for_host'));
          expect(chatStanding(place, elsewhere, chat, door)).toEqual(out('not_in_this_room'));
        }
      });

      it('is what the place says while the meeting does not go on and its door is open, but in no room', () => {
        expect(chatStanding(place, undefined, 'main', 'open')).toEqual(isIn(isHost));
        expect(chatStanding(place, undefined, 'room', 'open')).toEqual(out('not_in_this_room'));
      });

      it('is out while the meeting does not go on and its door is shut', () => {
        expect(chatStanding(place, undefined, 'main', 'shut')).toEqual(out('waiting_for_host'));
        expect(chatStanding(place, undefined, 'room', 'shut')).toEqual(out('not_in_this_room'));
      });

      it('is what the place says when not inside and the door is open, but in no room', () => {
        for (const door of doors) {
          expect(chatStanding(place, absent(true), 'main', door)).toEqual(isIn(isHost));
          expect(chatStanding(place, absent(true), 'room', door)).toEqual(out('not_in_this_room'));
        }
      });

      it('waits in front of a closed door, and in front of an open one where they must, unless the host', () => {
        const main = role === 'host' ? isIn(true) : out('waiting_for_host');
        const room = role === 'host' ? out('not_in_this_room') : out('waiting_for_host');
        for (const door of doors) {
          for (const [one, doorOpen] of [
            [place, false],
            [suspect, true],
            [suspect, false],
          ] as const) {
            expect(chatStanding(one, absent(doorOpen), 'main', door)).toEqual(main);
            expect(chatStanding(one, absent(doorOpen), 'room', door)).toEqual(room);
          }
        }
      });
    });
  }
});

describe('seen from a room', () => {
  it('everybody is where the room sees them', () => {
    for (const seen of [here('guest'), elsewhere, waiting, absent(true)])
      expect(seenFromRoom(seen, () => here('host'))).toEqual(seen);
  });

  it('that the meeting does not have any more, whoever is in the main room is elsewhere', () => {
    expect(seenFromRoom(undefined, () => here('host'))).toEqual(elsewhere);
    for (const seen of [elsewhere, waiting, absent(true)]) expect(seenFromRoom(undefined, () => seen)).toEqual(seen);
    expect(seenFromRoom(undefined, () => undefined)).toBeUndefined();
  });
});

describe('a direct message', () => {
  it.each([
    ['both here', here('guest'), here('guest'), undefined],
    ['no meeting', undefined, undefined, undefined],
    ['the receiver in another room', here('host'), elsewhere, 'receiver_in_another_room'],
    ['the receiver in front of the door', here('host'), waiting, 'receiver_not_found'],
    ['the receiver gone', here('guest'), absent(true), 'receiver_not_found'],
    ['the sender gone', absent(true), here('guest'), 'not_joined'],
  ])('%s', (_what, sender, receiver, code) => {
    const ask = () => requireTogether(sender, receiver);
    if (code === undefined) expect(ask).not.toThrow();
    else expect(ask).toThrow(expect.objectContaining({ code }));
  });
});
