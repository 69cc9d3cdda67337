/** Lobby, lock, and people who were put out (M6). */
import { describe, expect, it } from 'vitest';
import { ann, bob, publicUrl } from './suite/conferences-for-tests.ts';
import { conferencesInEachTest } from './suite/conferences-in-each-test.ts';
import { keptForTests, liveForTests } from './suite/kept-for-tests.ts';

const meetings = conferencesInEachTest();
const path = '/api/v1/conferences';
type Answer = Awaited<ReturnType<typeof meetings.world.join>>;
const codeOf = (answer: Answer): string => answer.json().error.code;
const placeOf = (answer: Answer) => meetings.world.service.redeemPlace(answer.json().participantToken);
const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie']).split(';')[0]!;
const idOf = (answer: Answer): string => answer.json().participantId;
const lobbyOf = async (id: string) => (await meetings.world.send('GET', `${path}/${id}`)).json().lobby;

describe('the lobby', () => {
  it('is off, or as it was asked for, and is told to everybody and to the media server', async () => {
    const { world } = meetings;
    expect(await lobbyOf((await world.create()).id)).toBe(false);
    const { id } = await world.create({ name: 'Board', lobby: true });
    expect(await lobbyOf(id)).toBe(true);
    expect(await placeOf(await world.join(id))).toMatchObject({ lobby: true, mustWait: false });
  });

  it('is changed by the owner: the running meeting is told, and nothing when only something else changes', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    for (const lobby of [true, undefined]) {
      const answer = await world.send('PATCH', `${path}/${id}`, { as: ann, body: { name: 'Board', lobby } });
      expect([answer.statusCode, answer.json().lobby]).toEqual([200, true]);
    }
    expect(world.lobbies).toEqual([[id, true]]);
    const refused = await world.send('PATCH', `${path}/${id}`, { as: bob, body: { lobby: false } });
    expect(codeOf(refused)).toBe('not_the_owner');
  });

  it('stays as a host chose it while the meeting ran', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.lobbyChosen(id, true);
    expect(await lobbyOf(id)).toBe(true);
    expect(world.lobbies).toEqual([]);
    await world.service.lobbyChosen('00000000-0000-4000-8000-000000000001', true);
  });

  it('is on or off, and nothing else', async () => {
    const answer = await meetings.world.send('POST', path, { as: ann, body: { name: 'Board', lobby: 'maybe' } });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, 'invalid_request']);
  });
});

describe('the lock', () => {
  it('keeps everybody new out but the owner', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    world.inside.set(id, 1);
    world.locked.add(id);
    const refused = await world.join(id);
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, 'meeting_locked']);
    expect(codeOf(await world.join(id, { name: '' }, { as: bob }))).toBe('meeting_locked');
    expect((await world.join(id, { name: '' }, { as: ann })).statusCode).toBe(201);
    world.locked.delete(id);
    expect((await world.join(id)).statusCode).toBe(201);
  });
});

describe('the cookie by which a guest is known again', () => {
  it('is given at the first join without an account, for meetings only, out of reach for scripts', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const answer = await world.join(id);
    expect(publicUrl).toMatch(/^https:/);
    expect(answer.headers['set-cookie']).toMatch(
      /^veche_guest=[A-Za-z0-9_-]{22}; Secure; Path=\/api\/v1\/conferences; HttpOnly; SameSite=Lax; Max-Age=31536000$/,
    );
  });

  it('is not given again to who has it, nor to an account; one that is not ours is replaced', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const cookie = cookieOf(await world.join(id));
    expect(
      (await world.join(id, { name: 'Guest' }, { cookie: `a=b; ${cookie}` })).headers['set-cookie'],
    ).toBeUndefined();
    expect((await world.join(id, { name: '' }, { as: bob })).headers['set-cookie']).toBeUndefined();
    const replaced = await world.join(id, { name: 'Guest' }, { cookie: 'veche_guest=me' });
    expect(cookieOf(replaced)).toMatch(/^veche_guest=[A-Za-z0-9_-]{22}$/);
  });
});

describe('whoever was put out', () => {
  it('has no place any more, in the meeting or its chat', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const guest = await world.join(id);
    const other = await world.join(id);
    await world.service.participantRemoved(id, idOf(guest));
    await world.service.participantRemoved(id, idOf(guest));
    expect(await placeOf(guest)).toBeUndefined();
    const chatToken = guest.json().chatUrl.split('/').at(-1);
    expect(await world.service.redeemChatPlace(chatToken)).toBeUndefined();
    expect(await world.service.person(id, idOf(guest))).toBeUndefined();
    expect(await placeOf(other)).toBeDefined();
  });

  const chatPlaceOf = (answer: Answer) =>
    meetings.world.service.redeemChatPlace(answer.json().chatUrl.split('/').at(-1));
  const names = (id: string, ...answers: Answer[]) =>
    new Set(answers.map((answer) => ({ conferenceId: id, participantId: idOf(answer) })));

  it('loses every place that the same browser has in the meeting, rooms too, and it is said whose they are', async () => {
    const { world } = meetings;
    const [{ id }, elsewhere] = [await world.create(), await world.create()];
    const eve = await world.join(id, { name: 'Eve' });
    const cookie = cookieOf(eve);
    const shadow = await world.join(id, { name: 'Shadow' }, { cookie, address: '203.0.113.9' });
    const signedIn = await world.join(id, { name: '' }, { as: bob, cookie });
    const other = await world.join(id, { name: 'Other' });
    const inAnother = await world.join(elsewhere.id, { name: 'Eve' }, { cookie });
    const roomId = '00000000-0000-4000-8000-00000000000a';
    await world.service.roomsKept(id, [{ roomId, name: 'Red' }]);
    const inRoom = await world.service.openRoomChat(id, roomId, idOf(shadow));
    const removed = await world.service.participantRemoved(id, idOf(eve));
    expect(removed[0]).toEqual({ conferenceId: id, participantId: idOf(eve) });
    expect(new Set(removed)).toEqual(names(id, eve, shadow, signedIn));
    for (const place of [eve, shadow, signedIn]) {
      expect(await world.ports.tokens.kind('place').find(id, idOf(place))).toBeUndefined();
      expect(await chatPlaceOf(place)).toBeUndefined();
    }
    expect(await world.ports.tokens.kind('chat-place').get(inRoom)).toBeUndefined();
    expect(await placeOf(other)).toBeDefined();
    expect(await placeOf(inAnother)).toBeDefined();
    expect(await world.service.participantRemoved(id, idOf(eve))).toEqual([...names(id, eve)]);
  });

  it('loses every place that the same account has in the meeting; the owner’s stay, in whichever browser', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const phone = await world.join(id, { name: '' }, { as: bob, address: '203.0.113.9' });
    const laptop = await world.join(id, { name: '' }, { as: bob });
    expect(new Set(await world.service.participantRemoved(id, idOf(laptop)))).toEqual(names(id, laptop, phone));
    const guest = await world.join(id, { name: 'Guest' });
    const owner = await world.join(id, { name: '' }, { as: ann, cookie: cookieOf(guest) });
    expect(new Set(await world.service.participantRemoved(id, idOf(guest)))).toEqual(names(id, guest));
    expect(await chatPlaceOf(owner)).toMatchObject({ role: 'host', mustWait: false });
  });

  it('must wait for the chat too, and for those of rooms, when coming from the same address', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const eve = await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' });
    const inAdvance = await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' });
    const roomId = '00000000-0000-4000-8000-00000000000a';
    await world.service.roomsKept(id, [{ roomId, name: 'Red' }]);
    const inRoom = await world.service.openRoomChat(id, roomId, idOf(inAdvance));
    expect(await chatPlaceOf(inAdvance)).toMatchObject({ mustWait: false });
    expect(await world.service.redeemChatPlace(inRoom)).toMatchObject({ mustWait: false });
    await world.service.participantRemoved(id, idOf(eve));
    const again = await world.join(id, { name: 'Eve' }, { address: '2001:db8::2' });
    for (const place of [again, inAdvance]) expect(await chatPlaceOf(place)).toMatchObject({ mustWait: true });
    expect(await world.service.redeemChatPlace(inRoom)).toMatchObject({ mustWait: true });
    const owner = await world.join(id, { name: '' }, { as: ann, address: '2001:db8::2' });
    expect(await chatPlaceOf(owner)).toMatchObject({ mustWait: false });
  });

  it('does not come back with the account, whatever the address', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const before = await world.join(id, { name: '' }, { as: bob });
    const inAdvance = await world.join(id, { name: '' }, { as: bob });
    await world.service.participantRemoved(id, idOf(before));
    const again = await world.join(id, { name: '' }, { as: bob, address: '198.51.100.7' });
    expect([again.statusCode, codeOf(again)]).toEqual([403, 'removed_from_meeting']);
    expect(await placeOf(inAdvance)).toBeUndefined();
    expect(await world.service.redeemChatPlace(inAdvance.json().chatUrl.split('/').at(-1))).toBeUndefined();
    expect((await world.join((await world.create()).id, { name: '' }, { as: bob })).statusCode).toBe(201);
  });

  it('does not come back with the browser, whatever the address, nor by signing in there', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const before = await world.join(id);
    const cookie = cookieOf(before);
    const inAdvance = await world.join(id, { name: 'Other' }, { cookie, address: '203.0.113.9' });
    await world.service.participantRemoved(id, idOf(before));
    for (const options of [{ address: '198.51.100.7' }, { as: bob }]) {
      expect(codeOf(await world.join(id, { name: 'New me' }, { cookie, ...options }))).toBe('removed_from_meeting');
    }
    expect(await placeOf(inAdvance)).toBeUndefined();
  });

  it('waits for a host when coming back as somebody new from the same address, and so does whoever else comes from there, with an account or without', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const before = await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' });
    const inAdvance = await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' });
    expect(await placeOf(inAdvance)).toMatchObject({ mustWait: false });
    await world.service.participantRemoved(id, idOf(before));
    const again = await world.join(id, { name: 'Eve' }, { address: '2001:db8::2' });
    expect(again.statusCode).toBe(201);
    expect(await placeOf(again)).toMatchObject({ mustWait: true });
    expect(await placeOf(inAdvance)).toMatchObject({ mustWait: true });
    const account = await world.join(id, { name: '' }, { as: bob, address: '2001:db8::2' });
    expect(await placeOf(account)).toMatchObject({ mustWait: true });
    const elsewhere = await world.join(id, { name: 'Guest' }, { address: '2001:db8:0:1::1' });
    expect(await placeOf(elsewhere)).toMatchObject({ mustWait: false });
  });

  it('is never the owner', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.participantRemoved(id, idOf(await world.join(id, { name: '' }, { as: ann })));
    expect(await placeOf(await world.join(id, { name: '' }, { as: ann }))).toMatchObject({ isOwner: true });
  });

  it('stays out over a restart, and is forgotten when the meeting ends', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const before = await world.join(id);
    await world.service.participantRemoved(id, idOf(before));
    await world.restart();
    expect(codeOf(await world.join(id, { name: 'Guest' }, { cookie: cookieOf(before) }))).toBe('removed_from_meeting');
    await world.service.conferenceEnded(id);
    expect(await world.tables().selectFrom('conference_bar').selectAll().execute()).toEqual([]);
    await world.service.participantRemoved(id, idOf(before));
  });

  it('is unknown in a sound check, which is in no table', async () => {
    const { world } = meetings;
    const { speaker } = (await world.send('POST', '/api/v1/sound-checks', { body: {} })).json();
    const place = await world.service.redeemPlace(speaker.participantToken);
    expect(place).toMatchObject({ lobby: false, isOwner: false, mustWait: false, userId: null, email: null });
    await world.service.participantRemoved(place!.conferenceId, place!.participantId);
  });
});

describe('the door of a meeting that does not go on', () => {
  const door = (id: string, answer: Answer) => meetings.world.service.doorWhileClosed(id, idOf(answer));
  const person = (participantId: string) => ({
    ...{ participantId, role: 'guest' as const, roomId: null, assignedRoomId: null, handOrder: null },
    ...{ mutedAtMs: 0, videoStoppedAtMs: 0, mayUnmute: false, mayStartVideo: false },
  });

  it('is open to whoever has a place, where nothing else is written', async () => {
    const { world } = meetings;
    const [{ id }, other] = [await world.create(), await world.create()];
    const guest = await world.join(id);
    expect(await door(id, guest)).toBe('open');
    expect(await door(other.id, guest)).toBe('shut');
    expect(await world.service.doorWhileClosed('00000000-0000-4000-8000-00000000000a', idOf(guest))).toBe('shut');
    await world.service.liveChanged(liveForTests(id));
    expect(await door(id, guest)).toBe('open');
    await world.service.conferenceEnded(id);
    expect(await door(id, guest)).toBe('shut');
  });

  it.each([
    ['there is a lobby', { lobby: true }, false],
    ['the meeting is locked', {}, true],
  ])('is shut where %s, but to the owner and those who were let in', async (_what, body, locked) => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Standup', ...body });
    const [owner, inside, denied] = [
      await world.join(id, { name: '' }, { as: ann }),
      await world.join(id),
      await world.join(id),
    ];
    const policy = { ...keptForTests().policy, lobby: !locked, locked };
    const kept = keptForTests({ policy, people: [person(idOf(inside))] });
    // Not waited for: what was told of the last one who left comes before.
    void world.service.liveChanged(liveForTests(id, { participants: 0, kept }));
    expect([await door(id, owner), await door(id, inside), await door(id, denied)]).toEqual(['open', 'open', 'shut']);
    const roomId = '00000000-0000-4000-8000-00000000000a';
    await world.service.roomsKept(id, [{ roomId, name: 'Red' }]);
    expect([await door(roomId, inside), await door(roomId, denied)]).toEqual(['open', 'shut']);
  });

  it('is shut to everybody but the owner in a lobby where nobody has been', async () => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Standup', lobby: true });
    expect(await door(id, await world.join(id))).toBe('shut');
    expect(await door(id, await world.join(id, { name: '' }, { as: ann }))).toBe('open');
  });

  it('is shut to whoever was put out, or must wait', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const eve = await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' });
    const [again, admitted] = [
      await world.join(id, { name: 'Eve' }, { address: '2001:db8::1' }),
      await world.join(id, { name: 'Vera' }, { address: '2001:db8::1' }),
    ];
    const named = await world.join(id, { name: 'Gleb' });
    const kept = keptForTests({ people: [person(idOf(admitted)), person(idOf(named))], removed: [idOf(named)] });
    await world.service.liveChanged(liveForTests(id, { participants: 0, kept }));
    expect(await door(id, again)).toBe('open');
    await world.service.participantRemoved(id, idOf(eve));
    expect([await door(id, eve), await door(id, again), await door(id, named)]).toEqual(['shut', 'shut', 'shut']);
    // A host has let them in.
    expect(await door(id, admitted)).toBe('open');
  });
});
