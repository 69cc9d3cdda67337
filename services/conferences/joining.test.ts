import { limits } from '@veche/contracts/limits.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ann, bob, type ConferencesForTests, conferencesForTests, sessionOf } from './suite/conferences-for-tests.ts';

describe('joining', () => {
  let world: ConferencesForTests;
  beforeEach(async () => {
    world = await conferencesForTests();
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });
  const placeOf = async (answer: { json(): { participantToken: string } }) =>
    world.service.redeemPlace(answer.json().participantToken);
  const codeOf = (answer: { json(): { error: { code: string } } }) => answer.json().error.code;

  it('a guest needs nothing but the id: 201 with a place, the media server’s address and ICE servers', async () => {
    const { id } = await world.create();
    const answer = await world.join(id, { name: ' Guest ' });
    expect(answer.statusCode).toBe(201);
    const { participantId } = answer.json();
    expect(answer.json()).toEqual({
      participantId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      participantToken: expect.stringMatching(/^[A-Za-z0-9_-]{128}$/),
      mediaUrl: 'wss://meet.example.org/media/v1/signalling',
      chatUrl: expect.stringMatching(/^wss:\/\/meet\.example\.org\/chat\/v1\/socket\/[A-Za-z0-9_-]{128}$/),
      iceServers: [{ urls: ['stun:stun.example.org'] }],
    });
    expect(await placeOf(answer)).toEqual({
      participantId,
      conferenceId: id,
      conferenceName: 'Standup',
      soundMode: 'mixed',
      lobby: false,
      name: 'Guest',
      role: 'guest',
      isOwner: false,
      mustWait: false,
      userId: null,
      email: null,
    });
  });

  it('a place tells the media server who it is: the owner, and an account by its address in lower case', async () => {
    const { id } = await world.create({ name: 'Board', lobby: true });
    const host = await placeOf(await world.join(id, { name: '' }, { as: ann }));
    expect(host).toMatchObject({ isOwner: true, userId: ann, email: 'ann@example.org', lobby: true, mustWait: false });
    const other = await placeOf(await world.join(id, { name: '' }, { as: bob }));
    expect(other).toMatchObject({ isOwner: false, userId: bob, email: 'bob@example.org', lobby: true });
  });

  it('a place that an earlier version gave out is still one', async () => {
    const { id } = await world.create();
    const participantId = '00000000-0000-4000-8000-000000000001';
    const value = { participantId, conferenceId: id, name: 'Guest', role: 'guest', userId: null };
    const token = 'x'.repeat(128);
    const expiresAtMs = world.clock.nowMs() + 1_000;
    const record = { id: participantId, owner: id, value, expiresAtMs };
    for (const kind of ['place', 'chat-place']) await world.ports.tokens.kind(kind).put(token, record);
    expect(await world.service.redeemPlace(token)).toMatchObject({ participantId, isOwner: false, mustWait: false });
    expect(await world.service.redeemChatPlace(token)).toMatchObject({
      participantId,
      joinedAtMs: world.clock.nowMs(),
    });
    await world.service.participantRemoved(id, participantId);
    expect(await world.service.redeemPlace(token)).toBeUndefined();
  });

  it('a sound check gives anybody two places in a meeting of their own, for a minute', async () => {
    const answer = await world.send('POST', '/api/v1/sound-checks', { body: {} });
    expect(answer.statusCode).toBe(201);
    const { speaker, listener } = answer.json();
    expect(speaker.mediaUrl).toBe('wss://meet.example.org/media/v1/signalling');
    const [one, other] = await Promise.all(
      [speaker, listener].map(({ participantToken }) => world.service.redeemPlace(participantToken)),
    );
    const endsAtMs = world.clock.nowMs() + limits.soundCheckMaxMs;
    expect(one).toMatchObject({ role: 'guest', soundMode: 'mixed', endsAtMs, participantId: speaker.participantId });
    expect(other!.conferenceId).toBe(one!.conferenceId);
    expect((await world.send('GET', `/api/v1/conferences/${one!.conferenceId}`)).statusCode).toBe(404);
    expect((await world.join(one!.conferenceId)).statusCode).toBe(404);
    expect(await world.service.redeemChatPlace(speaker.participantToken)).toBeUndefined();
    world.clock.advance(limits.soundCheckMaxMs);
    expect(await world.service.redeemPlace(speaker.participantToken)).toBeUndefined();
  });

  it('sound checks are bounded for one address', async () => {
    for (let count = 0; count < limits.soundChecksPerAddressPerMinute; count += 1) {
      expect((await world.send('POST', '/api/v1/sound-checks', { body: {} })).statusCode).toBe(201);
    }
    expect(codeOf(await world.send('POST', '/api/v1/sound-checks', { body: {} }))).toBe('too_many_requests');
    world.mediaServerIsFree = false;
    const elsewhere = await world.send('POST', '/api/v1/sound-checks', { body: {}, address: '198.51.100.7' });
    expect(codeOf(elsewhere)).toBe('no_media_server');
  });

  it('sound checks are bounded in all, whoever asks, and come back with time', async () => {
    const from = async (address: string) => world.send('POST', '/api/v1/sound-checks', { body: {}, address });
    for (let count = 0; count < limits.soundChecksPerMinute; count += 1) {
      expect((await from(`198.51.100.${count}`)).statusCode).toBe(201);
    }
    expect(codeOf(await from('203.0.113.1'))).toBe('too_many_requests');
    world.clock.advance(60_000 / limits.soundChecksPerMinute);
    expect((await from('203.0.113.2')).statusCode).toBe(201);
  });

  it('a place may be shown again, as after a dropped socket, and is void after a day', async () => {
    const { id } = await world.create();
    const answer = await world.join(id);
    expect(await placeOf(answer)).toEqual(await placeOf(answer));
    world.clock.advance(limits.participantTokenTtlMs);
    expect(await placeOf(answer)).toBeUndefined();
  });

  it.each(['', 'x', 'x'.repeat(128)])('a token that was never given is nobody’s place', async (token) => {
    expect(await world.service.redeemPlace(token)).toBeUndefined();
  });

  it('the owner is host without the password; another account is a guest; names start as the account’s', async () => {
    const { id } = await world.create({ name: 'Board', password: 'secret' });
    expect(await placeOf(await world.join(id, { name: '' }, { as: ann }))).toMatchObject({ name: 'Ann', role: 'host' });
    const other = await world.join(id, { name: '', password: 'secret' }, { as: bob });
    expect(await placeOf(other)).toMatchObject({ name: 'Bob', role: 'guest' });
    expect(codeOf(await world.join(id, { name: 'Bob' }, { as: bob }))).toBe('join_password_required');
  });

  it('the password is asked for, judged, and accepted', async () => {
    const { id } = await world.create({ name: 'Board', password: 'secret' });
    const none = await world.join(id, { name: 'Guest' });
    expect([none.statusCode, codeOf(none)]).toEqual([403, 'join_password_required']);
    const wrong = await world.join(id, { name: 'Guest', password: 'Secret' });
    expect([wrong.statusCode, codeOf(wrong)]).toEqual([403, 'join_password_wrong']);
    expect((await world.join(id, { name: 'Guest', password: 'secret' })).statusCode).toBe(201);
  });

  it('a password that nobody asked for is overlooked', async () => {
    const { id } = await world.create();
    expect((await world.join(id, { name: 'Guest', password: 'secret' })).statusCode).toBe(201);
  });

  it('wrong passwords are bounded by address, sent one by one or all at once; right ones do not count', async () => {
    const { id } = await world.create({ name: 'Board', password: 'secret' });
    const guess = (password: string, address: string) => world.join(id, { name: 'Eve', password }, { address });
    for (let index = 0; index < 40; index += 1) expect((await guess('secret', '192.0.2.1')).statusCode).toBe(201);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => guess(`guess ${index}`, '192.0.2.2')));
    const wrong = answers.filter((answer) => codeOf(answer) === 'join_password_wrong');
    expect(wrong).toHaveLength(limits.wrongJoinPasswordsPerAddressPerMinute);
    expect((await guess('secret', '192.0.2.2')).statusCode).toBe(429);
    expect((await guess('secret', '192.0.2.3')).statusCode).toBe(201);
  });

  it('joins are bounded by address', async () => {
    const { id } = await world.create();
    const statuses = new Set<number>();
    for (let index = 0; index < limits.joinsPerAddressPerMinute; index += 1)
      statuses.add((await world.join(id)).statusCode);
    expect([...statuses]).toEqual([201]);
    expect((await world.join(id)).statusCode).toBe(429);
  });

  it('a full meeting is full for everyone but its owner', async () => {
    const { id } = await world.create();
    world.inside.set(id, limits.participantsPerConference);
    expect(codeOf(await world.join(id))).toBe('conference_full');
    expect((await world.join(id, { name: '' }, { as: ann })).statusCode).toBe(201);
  });

  it('without a free media server there is no place, and the answer says when to try again', async () => {
    const { id } = await world.create();
    world.mediaServerIsFree = false;
    const answer = await world.join(id);
    expect([answer.statusCode, codeOf(answer), answer.headers['retry-after']]).toEqual([503, 'no_media_server', '5']);
  });

  it('a planned meeting may be joined before its start', async () => {
    const { id } = await world.create({
      name: 'Early',
      startsAt: new Date(world.clock.nowMs() + 3_600_000).toISOString(),
    });
    expect((await world.join(id)).statusCode).toBe(201);
  });

  it('a place carries the meeting’s name as it is now', async () => {
    const { id } = await world.create();
    const answer = await world.join(id);
    await world.send('PATCH', `/api/v1/conferences/${id}`, { as: ann, body: { name: 'Council' } });
    expect(await placeOf(answer)).toMatchObject({ conferenceName: 'Council' });
  });

  it('with a session its places end, and who loses one is told; guests and others stay', async () => {
    const { id } = await world.create();
    const host = await world.join(id, { name: '' }, { as: ann });
    const other = await world.join(id, { name: '' }, { as: bob });
    const guest = await world.join(id);
    expect(await world.service.sessionsEnded([sessionOf(ann), 'unknown'])).toEqual([
      { conferenceId: id, participantId: host.json().participantId },
    ]);
    expect(await placeOf(host)).toBeUndefined();
    expect(await placeOf(other)).toBeDefined();
    expect(await placeOf(guest)).toBeDefined();
  });

  it('a join that is under way while its session ends gives no place', async () => {
    const { id } = await world.create();
    world.whileJoining = async () => {
      world.signedOut.add(ann);
      expect(await world.service.sessionsEnded([sessionOf(ann)])).toEqual([]);
    };
    const late = await world.join(id, { name: '' }, { as: ann });
    expect([late.statusCode, codeOf(late)]).toEqual([401, 'not_signed_in']);
    expect(await world.service.sessionsEnded([sessionOf(ann)])).toEqual([]);
  });

  it.each([
    [{}, 'invalid_request', 'name'],
    [{ name: '' }, 'name_missing', 'name'],
    [{ name: 'x'.repeat(51) }, 'name_too_long', 'name'],
    [{ name: 'a\u0007' }, 'invalid_request', 'name'],
    [{ name: { first: 'Ann' } }, 'invalid_request', 'name'],
    [{ name: 'Ann', password: true }, 'invalid_request', 'password'],
    [{ name: 'Ann', password: 'x'.repeat(1_001) }, 'invalid_request', 'password'],
  ])('%j is refused with a word for it', async (body, code, field) => {
    const { id } = await world.create();
    const answer = await world.join(id, body);
    expect([answer.statusCode, codeOf(answer), answer.json().error.field]).toEqual([400, code, field]);
  });

  it('direction marks are taken out of a name, so that it can not pose as another', async () => {
    const { id } = await world.create();
    expect(await placeOf(await world.join(id, { name: '\u202ennA' }))).toMatchObject({ name: 'nnA' });
  });
});
