/** What each call about breakout rooms does, and what it is refused for (B1 to B4). */
import { limits } from '@veche/contracts/limits.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptOf } from './keeping.ts';
import { openMeeting } from './meeting-state.ts';
import { Seminar } from './suite/seminar.ts';

let seminar: Seminar;
beforeEach(() => {
  seminar = Seminar.begun().call('olga', 'createRooms', { names: ['One', 'Two'], assign: 'byHand' });
});
const minuteMs = 60_000;

/** Gleb is in One, Tanja in Two, the hosts in the main room. */
function opened(params: { minutes?: number } = {}): Seminar {
  seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room1' });
  seminar.call('olga', 'assign', { participantIds: ['tanja'], roomId: 'room2' });
  return seminar.call('olga', 'openRooms', params);
}
const assigned = (...people: string[]) => people.map((who) => seminar.of(who).assignedRoomId);

describe('B1: made and dealt out', () => {
  it('by hand: nobody is meant for any room yet', () => {
    expect(assigned('gleb', 'tanja')).toEqual([null, null]);
    expect(seminar.refuses('kim', 'createRooms', { names: [' '], assign: 'byHand' })).toBe('name_missing');
    const long = 'x'.repeat(limits.roomNameMaxLength + 1);
    expect(seminar.refuses('kim', 'createRooms', { names: [long], assign: 'byHand' })).toBe('name_too_long');
  });

  it('evenly: every guest, at random, in sizes that differ by one at most', () => {
    for (const who of ['a', 'b', 'c', 'd', 'e']) seminar.join(who);
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      seminar.call('kim', 'assignEvenly', {}, seed);
      const guests = ['gleb', 'tanja', 'a', 'b', 'c', 'd', 'e'];
      const inOne = guests.filter((who) => seminar.of(who).assignedRoomId === 'room1');
      const inTwo = guests.filter((who) => seminar.of(who).assignedRoomId === 'room2');
      expect([inOne.length, inTwo.length].toSorted()).toEqual([3, 4]);
      seen.add(inOne.join());
    }
    expect(seen.size).toBeGreaterThan(10);
    expect(assigned('olga', 'kim', 'kostya')).toEqual([null, null, null]);
  });

  it('more rooms, evenly: only those who are meant for none are dealt out', () => {
    seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room1' });
    seminar.call('olga', 'createRooms', { names: ['Three'], assign: 'evenly' });
    expect(assigned('gleb', 'tanja')).toEqual(['room1', seminar.state.breakout.rooms[2]!.roomId]);
  });

  it('no more than so many at a time, nor ever', () => {
    const names = new Array<string>(limits.roomsPerConference - 2).fill('More');
    seminar.call('olga', 'createRooms', { names, assign: 'byHand' });
    expect(seminar.refuses('olga', 'createRooms', { names: ['Once more'], assign: 'byHand' })).toBe('too_many_rooms');
    const removeAll = (): void => {
      for (const { roomId } of seminar.state.breakout.rooms) seminar.call('olga', 'removeRoom', { roomId });
    };
    removeAll();
    const fifty = new Array<string>(limits.roomsPerConference).fill('New');
    while (seminar.state.breakout.roomsMade < limits.roomsEverPerConference) {
      seminar.call('olga', 'createRooms', { names: fifty, assign: 'byHand' });
      removeAll();
    }
    expect(seminar.refuses('olga', 'createRooms', { names: ['Last'], assign: 'byHand' })).toBe('no_more_rooms');
  });

  it('prepared while people wait at the door: they are there when the first comes in; once somebody is inside, hosts have them', () => {
    const plan = {
      rooms: [{ roomId: 'r', name: 'Red' }],
      prepared: [{ email: 'gleb@example.org', roomId: 'r' }],
      byChoice: true,
      mayReturn: false,
      roomsMade: 3,
    };
    const early = new Seminar().join('gleb', { mustWait: true, email: 'gleb@example.org' });
    early.step({ type: 'roomsPrepared', plan }).join('olga', { role: 'host', isOwner: true });
    early.call('olga', 'admit', {}).call('olga', 'openRooms', {});
    expect(early.whereabouts()).toEqual({ main: ['olga'], Red: ['gleb'] });
    expect(early.state.breakout).toMatchObject({ byChoice: true, mayReturn: false, roomsMade: 3 });
    expect(early.step({ type: 'roomsPrepared', plan: { ...plan, rooms: [] } }).whereabouts()).toHaveProperty('Red');
  });
});

describe('B1: opened, changed, closed', () => {
  it('opening takes everybody where they are meant to be, at one stroke; hosts stay', () => {
    opened();
    expect(seminar.whereabouts()).toEqual({ main: ['olga', 'kostya', 'kim'], One: ['gleb'], Two: ['tanja'] });
    const moves = [
      { participantId: 'gleb', roomId: 'room1' },
      { participantId: 'tanja', roomId: 'room2' },
    ];
    expect(seminar.outputs.filter(({ type }) => type === 'moveMedia')).toEqual([{ type: 'moveMedia', moves }]);
    expect(seminar.told('entered').get('gleb')).toMatchObject({ reason: 'roomsOpened', room: { name: 'One' } });
    expect(seminar.refuses('kim', 'openRooms', {})).toBe('rooms_open');
  });

  it('who was away at the opening, and at the closing, is where everybody is', () => {
    seminar.call('olga', 'assign', { participantIds: ['gleb', 'tanja'], roomId: 'room1' }).leave('gleb');
    seminar.call('olga', 'openRooms', {}).join('gleb');
    expect(seminar.whereabouts()).toMatchObject({ One: ['tanja', 'gleb'] });
    seminar.leave('tanja').call('olga', 'closeRooms', { inSeconds: 0 });
    seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room2' }).call('olga', 'openRooms', {});
    expect(seminar.join('tanja').whereabouts()).toMatchObject({ One: ['tanja'], Two: ['gleb'] });
  });

  it('while they are open: rename, add, assign, remove', () => {
    opened().call('kim', 'renameRoom', { roomId: 'room1', name: 'Number one' });
    expect([...seminar.told('roomRenamed')]).toEqual([['gleb', { room: { roomId: 'room1', name: 'Number one' } }]]);
    seminar.call('kim', 'createRooms', { names: ['Three'], assign: 'byHand' });
    const { roomId } = seminar.state.breakout.rooms[2]!;
    seminar.call('kim', 'assign', { participantIds: ['gleb'], roomId });
    expect(seminar.told('entered').get('gleb')).toMatchObject({ reason: 'movedByHost', room: { name: 'Three' } });
    seminar.call('kim', 'removeRoom', { roomId });
    expect(seminar.told('entered').get('gleb')).toMatchObject({ reason: 'roomRemoved', room: null });
    expect(seminar.whereabouts()).toEqual({
      main: ['olga', 'kostya', 'kim', 'gleb'],
      'Number one': [],
      Two: ['tanja'],
    });
  });

  it('evenly while they are open: everybody goes at once', () => {
    opened().call('kim', 'assignEvenly', {});
    const { One, Two } = seminar.whereabouts();
    expect([One?.length, Two?.length]).toEqual([1, 1]);
  });

  it('closing takes everybody back, hosts too, those who are cut off too', () => {
    opened().call('kim', 'enterRoom', { roomId: 'room2' });
    seminar.step({ type: 'socketLost', participantId: 'gleb', leavingPage: false });
    seminar.call('olga', 'closeRooms', { inSeconds: 0 });
    expect(seminar.whereabouts()).toMatchObject({ One: [], Two: [] });
    expect([...seminar.told('entered')].map(([who, { reason }]) => [who, reason])).toEqual([
      ['kim', 'roomsClosed'],
      ['tanja', 'roomsClosed'],
    ]);
    expect(seminar.refuses('olga', 'closeRooms', { inSeconds: 0 })).toBe('rooms_closed');
    expect(seminar.refuses('olga', 'extendRooms', { minutes: 1 })).toBe('rooms_closed');
  });

  it('a timer closes them; extended, later; a countdown makes it sooner, never later', () => {
    opened({ minutes: 5 }).call('kim', 'extendRooms', { minutes: 5 });
    expect(seminar.state.breakout.closesAtMs).toBe(seminar.nowMs + 10 * minuteMs);
    seminar.pass(10 * minuteMs - 1);
    expect(seminar.state.breakout.open).toBe(true);
    seminar.call('olga', 'closeRooms', { inSeconds: 60 }).pass(1);
    expect(seminar.state.breakout.open).toBe(false);
    seminar.call('olga', 'openRooms', {}).call('olga', 'closeRooms', { inSeconds: 60 }).pass(minuteMs);
    expect(seminar.state.breakout.open).toBe(false);
    expect(seminar.whereabouts()).toMatchObject({ One: [], Two: [] });
  });

  it('without rooms there is nothing to open or to deal out', () => {
    for (const roomId of ['room1', 'room2']) seminar.call('olga', 'removeRoom', { roomId });
    expect(seminar.refuses('olga', 'openRooms', {})).toBe('no_rooms');
    expect(seminar.refuses('olga', 'assignEvenly', {})).toBe('no_rooms');
  });
});

describe('B2: where one may go oneself', () => {
  it('guests: to the room that they are meant for, and back while that is allowed', () => {
    expect(seminar.refuses('gleb', 'enterRoom', { roomId: 'room1' })).toBe('rooms_closed');
    opened();
    expect(seminar.refuses('gleb', 'enterRoom', { roomId: 'room2' })).toBe('room_not_yours');
    expect(seminar.refuses('gleb', 'enterRoom', { roomId: null })).toBeUndefined();
    expect(seminar.refuses('gleb', 'enterRoom', { roomId: 'room1' })).toBeUndefined();
    seminar.call('kim', 'setRoomsOptions', { mayReturn: false });
    expect(seminar.refuses('gleb', 'enterRoom', { roomId: null })).toBe('stay_in_room');
  });

  it('by choice: to any room, which is theirs then', () => {
    opened().call('kim', 'setRoomsOptions', { byChoice: true });
    seminar.call('gleb', 'enterRoom', { roomId: 'room2' });
    expect(seminar.whereabouts()).toMatchObject({ One: [], Two: ['gleb', 'tanja'] });
    expect(assigned('gleb')).toEqual(['room2']);
  });

  it('hosts: everywhere, and stay meant for none', () => {
    opened().call('olga', 'enterRoom', { roomId: 'room2' }).call('olga', 'enterRoom', { roomId: 'room1' });
    expect(seminar.whereabouts()).toMatchObject({ One: ['olga', 'gleb'], Two: ['tanja'] });
    expect(assigned('olga')).toEqual([null]);
  });
});

describe('B2: between the rooms', () => {
  it('a broadcast is heard in every room, by everybody else', () => {
    opened().call('kim', 'broadcast', { text: 'Ten more slides' });
    expect([...seminar.told('broadcast').keys()]).toEqual(['olga', 'kostya', 'gleb', 'tanja']);
  });

  it('help is asked of all hosts, and is no longer when one comes', () => {
    opened().call('gleb', 'askForHelp', { asks: true });
    expect([...seminar.told('helpAsked').keys()]).toEqual(['olga', 'kostya', 'kim']);
    expect(seminar.told('breakoutChanged').get('gleb')?.breakout?.asksForHelp).toBe(true);
    seminar.call('tanja', 'askForHelp', { asks: true }).call('kim', 'enterRoom', { roomId: 'room1' });
    expect([seminar.of('gleb').asksForHelp, seminar.of('tanja').asksForHelp]).toEqual([false, true]);
    expect(seminar.told('breakoutChanged').get('gleb')?.breakout?.asksForHelp).toBe(false);
    seminar.call('tanja', 'askForHelp', { asks: false });
    expect(seminar.of('tanja').asksForHelp).toBe(false);
    seminar.call('olga', 'closeRooms', { inSeconds: 0 });
    expect(seminar.refuses('gleb', 'askForHelp', { asks: true })).toBe('rooms_closed');
  });

  it('help has come with a host by whatever way, and with who becomes one', () => {
    opened().call('gleb', 'askForHelp', { asks: true }).call('tanja', 'askForHelp', { asks: true });
    seminar.call('olga', 'assign', { participantIds: ['kim'], roomId: 'room1' });
    expect(seminar.of('gleb').asksForHelp).toBe(false);
    seminar.call('olga', 'setRole', { participantId: 'tanja', role: 'coHost' });
    expect(seminar.of('tanja').asksForHelp).toBe(false);
  });

  it('whoever is in no room while the rooms are open is told so, and can call for a host', () => {
    seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room1' }).call('olga', 'openRooms', {});
    expect(seminar.told('breakoutChanged').get('tanja')?.breakout).toMatchObject({ open: true, rooms: [] });
    seminar.call('tanja', 'askForHelp', { asks: true });
    expect(seminar.told('helpAsked').get('kim')).toMatchObject({ participantId: 'tanja', room: null });
    seminar.call('kim', 'assign', { participantIds: ['tanja'], roomId: 'room1' });
    expect(seminar.of('tanja').asksForHelp).toBe(false);
  });

  it('who asks for help and goes has asked still when they come back, though a server has died meanwhile', () => {
    opened().call('gleb', 'askForHelp', { asks: true });
    expect(seminar.leave('gleb').join('gleb').of('gleb').asksForHelp).toBe(true);
    const kept = keptOf(seminar.state, seminar.nowMs);
    const opening = {
      conferenceId: 'main',
      name: 'Seminar',
      soundMode: 'mixed',
      lobby: false,
      media: 'up',
      kept,
    } as const;
    const again = new Seminar(openMeeting(opening, seminar.nowMs)).join('gleb');
    expect(again.of('gleb')).toMatchObject({ asksForHelp: true, roomId: 'room1' });
  });

  it('calls for help are over when the rooms close, those from the main room too', () => {
    seminar.call('olga', 'openRooms', {}).call('tanja', 'askForHelp', { asks: true });
    seminar.call('olga', 'closeRooms', { inSeconds: 0 });
    expect(seminar.of('tanja').asksForHelp).toBe(false);
  });

  it('a host who is cut off helps nobody before they are back', () => {
    opened().call('kim', 'enterRoom', { roomId: 'room1' });
    seminar.step({ type: 'socketLost', participantId: 'kim', leavingPage: false });
    seminar.call('gleb', 'askForHelp', { asks: true });
    expect(seminar.of('gleb').asksForHelp).toBe(true);
    expect(seminar.join('kim').of('gleb').asksForHelp).toBe(false);
  });
});
