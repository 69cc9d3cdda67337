/** Doors at a running server: what must hold though two things happen at once, or a server has died in between (M6, B3). */
import { randomUUID } from 'node:crypto';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { afterEach, expect, it } from 'vitest';
import { type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';

let server: RunningMediaServer;
afterEach(() => server[Symbol.asyncDispose]());

const kept: KeptMeeting = {
  policy: { lobby: false, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true },
  rooms: [],
  open: false,
  byChoice: true,
  mayReturn: true,
  closesAtMs: null,
  prepared: [],
  people: [],
  removed: [],
  hands: 0,
  attendance: { most: 1, personMs: 1_000, openMs: 1_000 },
};

it('a locked meeting that everybody has left does not go on for whoever knocks', async () => {
  const clock = new ManualClock();
  server = await runMediaServer({ clock });
  const locked = { ...kept, policy: { ...kept.policy, locked: true } };
  const late = server.token({ conferenceId: randomUUID(), kept: locked });
  await expect(server.join(late)).rejects.toMatchObject({ code: 'meeting_locked' });
  expect(server.media.health()).toMatchObject({ conferences: 0, participants: 0 });
  clock.advance(120_000);
  server.media.tick();
  expect(server.live.size).toBe(0);
});

it('a meeting before whose door somebody waits alone is written down no further', async () => {
  const clock = new ManualClock();
  server = await runMediaServer({ clock });
  const conferenceId = randomUUID();
  await server.join(server.token({ conferenceId, mustWait: true }));
  const before = server.live.get(conferenceId);
  clock.advance(120_000);
  server.media.tick();
  expect(server.live.get(conferenceId)).toBe(before);
});

it('who is put out goes, though another host makes them a co-host at that moment', async () => {
  let promote: () => Promise<unknown> = async () => undefined;
  server = await runMediaServer({ whileRemoving: async () => void (await promote()) });
  const conferenceId = randomUUID();
  const olga = await server.join(server.token({ conferenceId, role: 'host' }));
  const kim = await server.join(server.token({ conferenceId }));
  const gleb = await server.join(server.token({ conferenceId }));
  await olga.peer.call('setRole', { participantId: kim.joined.participantId, role: 'coHost' });
  const { participantId } = gleb.joined;
  promote = () => olga.peer.call('setRole', { participantId, role: 'coHost' });
  await kim.peer.call('remove', { participantId });
  expect(await gleb.peer.notified('ended')).toEqual({ reason: 'removed' });
  expect(server.removed).toEqual([participantId]);
  expect(server.media.live(conferenceId)).toMatchObject({ participants: 2 });
});

it('rooms of an earlier life are written down once more: it may have died before it could', async () => {
  server = await runMediaServer();
  const rooms = [{ roomId: randomUUID(), name: 'Red' }];
  const token = server.token({ conferenceId: randomUUID(), kept: { ...kept, rooms, open: true } });
  const { peer } = await server.join(token);
  await peer.call('enterRoom', { roomId: rooms[0]!.roomId });
  await peer.call('openRoomChat', {});
  expect(server.roomsKept).toEqual([['Red']]);
});
