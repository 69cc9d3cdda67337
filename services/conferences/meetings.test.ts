import { limits } from '@veche/contracts/limits.ts';
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ann, bob, type ConferencesForTests, conferencesForTests, publicUrl } from './suite/conferences-for-tests.ts';

const hourMs = 3_600_000;
const path = '/api/v1/conferences';

describe('meetings', () => {
  let world: ConferencesForTests;
  beforeEach(async () => {
    world = await conferencesForTests();
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });
  const inMs = (ms: number) => new Date(world.clock.nowMs() + ms).toISOString();
  const read = async (id: string, as?: string) =>
    (await world.send('GET', `${path}/${id}`, as === undefined ? {} : { as })).json<Conference>();
  const pending = async (as = ann) =>
    (await world.send('GET', path, { as })).json<{ conferences: Conference[] }>().conferences;
  const pendingNames = async (as = ann) => (await pending(as)).map(({ name }) => name);

  describe('creating', () => {
    it('now: 201 with id, link, and null where there is no password', async () => {
      const answer = await world.send('POST', path, { as: ann, body: { name: ' Standup ' } });
      expect(answer.statusCode).toBe(201);
      const { id } = answer.json();
      expect(answer.json()).toEqual({ id, joinLink: `${publicUrl}/j/${id}`, joinPassword: null });
      expect(await read(id)).toEqual({
        id,
        name: 'Standup',
        passwordRequired: false,
        soundMode: 'mixed',
        lobby: false,
        startsAt: inMs(0),
        endedAt: null,
        live: false,
        own: false,
      });
    });

    it('with a password: the link carries it behind the #', async () => {
      const { id, joinLink, joinPassword } = await world.create({ name: 'Board', password: 'a b' });
      expect([joinLink, joinPassword]).toEqual([`${publicUrl}/j/${id}#p=a%20b`, 'a b']);
    });

    it('with its sound mixed, or forwarded where that is asked for', async () => {
      const { id } = await world.create({ name: 'Choir', soundMode: 'forwarded' });
      expect(await read(id)).toMatchObject({ soundMode: 'forwarded' });
      const answer = await world.send('POST', path, { as: ann, body: { name: 'Choir', soundMode: 'loud' } });
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'invalid_request']);
    });

    it('whose sound is changed later: the running meeting is told, and nothing when only something else changes', async () => {
      const { id } = await world.create();
      for (const soundMode of ['forwarded', undefined]) {
        const answer = await world.send('PATCH', `${path}/${id}`, { as: ann, body: { name: 'Choir', soundMode } });
        expect([answer.statusCode, answer.json().soundMode]).toEqual([200, 'forwarded']);
      }
      expect(world.soundModes).toEqual([[id, 'forwarded']]);
    });

    it('whose host chose other sound while it ran: it stays, until somebody chooses again', async () => {
      const { id } = await world.create();
      await world.service.soundModeChosen(id, 'forwarded');
      expect(await read(id)).toMatchObject({ soundMode: 'forwarded' });
      expect(await world.service.redeemPlace((await world.join(id)).json().participantToken)).toMatchObject({
        soundMode: 'forwarded',
      });
    });

    it('whose owner asks for the sound that it has: the running meeting is told all the same, since its host may be ahead', async () => {
      const { id } = await world.create();
      await world.send('PATCH', `${path}/${id}`, { as: ann, body: { soundMode: 'mixed' } });
      expect(world.soundModes).toEqual([[id, 'mixed']]);
    });

    it('whose sound is nobody’s but the owner’s to change', async () => {
      const { id } = await world.create();
      const answer = await world.send('PATCH', `${path}/${id}`, { body: { soundMode: 'forwarded' } });
      expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'not_signed_in']);
      expect(await read(id)).toMatchObject({ soundMode: 'mixed' });
      expect(world.soundModes).toEqual([]);
    });

    it('needs an account', async () => {
      const answer = await world.send('POST', path, { body: { name: 'Standup' } });
      expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'not_signed_in']);
    });

    it.each([
      [{}, 'invalid_request', 'name'],
      [{ name: 7 }, 'invalid_request', 'name'],
      [{ name: 'x'.repeat(1_001) }, 'invalid_request', 'name'],
      [{ name: 'x'.repeat(101) }, 'name_too_long', 'name'],
      [{ name: '\n' }, 'name_missing', 'name'],
      [{ name: 'a', password: 5 }, 'invalid_request', 'password'],
      [{ name: 'a', password: 'x'.repeat(51) }, 'invalid_request', 'password'],
      [{ name: 'a', startsAt: 1_900_000_000_000 }, 'invalid_request', 'startsAt'],
      [{ name: 'a', startsAt: 'soon' }, 'invalid_request', 'startsAt'],
      [{ name: 'a', startsAt: '2001-01-01T00:00:00Z' }, 'conference_starts_in_past', 'startsAt'],
      [[], 'invalid_request', undefined],
    ])('%j is refused with a word for it', async (body, code, field) => {
      const answer = await world.send('POST', path, { as: ann, body });
      expect([answer.statusCode, answer.json().error.code, answer.json().error.field]).toEqual([400, code, field]);
    });

    it('is bounded: 120 an hour for a person, and 200 planned ahead', async () => {
      const statuses = new Map<number, number>();
      for (let index = 0; index <= limits.pendingConferencesPerUser; index += 1) {
        if (index % limits.conferencesPerUserPerHour === 0) world.clock.advance(hourMs);
        const body = { name: `Meeting ${index}`, startsAt: inMs(100 * hourMs) };
        const { statusCode } = await world.send('POST', path, { as: ann, body });
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      }
      expect([...statuses]).toEqual([
        [201, limits.pendingConferencesPerUser],
        [409, 1],
      ]);
      for (let index = 0; index < limits.conferencesPerUserPerHour; index += 1) {
        await world.send('POST', path, { as: bob, body: { name: 'Again' } });
      }
      const refused = await world.send('POST', path, { as: bob, body: { name: 'Again' } });
      expect(refused.statusCode).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    });
  });

  describe('reading', () => {
    it('link and password are told to the owner alone', async () => {
      const { id, joinLink } = await world.create({ name: 'Board', password: 'secret' });
      expect(await read(id, ann)).toMatchObject({ own: true, joinLink, joinPassword: 'secret' });
      for (const viewer of [undefined, bob]) {
        const seen = await read(id, viewer);
        expect(seen).toMatchObject({ own: false, passwordRequired: true });
        expect(JSON.stringify(seen)).not.toContain('secret');
      }
    });

    it('says whether somebody is inside', async () => {
      const { id } = await world.create();
      world.inside.set(id, 2);
      expect((await read(id)).live).toBe(true);
    });

    it('an id in capitals is the same id', async () => {
      const { id } = await world.create();
      expect((await read(id.toUpperCase())).id).toBe(id);
    });

    it.each(['6f1c2a54-0d52-4c1e-9a55-3b8f0f2f7a10', 'nonsense', '..%2F..', "' or 1=1 --"])(
      '%s is no meeting',
      async (id) => {
        const answer = await world.send('GET', `${path}/${encodeURIComponent(id)}`);
        expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'conference_not_found']);
      },
    );
  });

  describe('pending', () => {
    it('are the planned ones that have not ended, by start, one’s own alone', async () => {
      await world.create({ name: 'later', startsAt: inMs(2 * hourMs) });
      await world.create({ name: 'sooner', startsAt: inMs(hourMs) });
      await world.create({ name: 'other', startsAt: inMs(hourMs) }, bob);
      await world.create({ name: 'now' });
      expect(await pendingNames()).toEqual(['sooner', 'later']);
      expect((await world.send('GET', path)).statusCode).toBe(401);
    });

    it('hold what was created for now while somebody is inside', async () => {
      const { id } = await world.create({ name: 'now' });
      world.inside.set(id, 1);
      expect(await pendingNames()).toEqual(['now']);
    });

    it('keep a planned one for a day after its start', async () => {
      await world.create({ name: 'late', startsAt: inMs(hourMs) });
      world.clock.advance(24 * hourMs);
      expect(await pendingNames()).toEqual(['late']);
      world.clock.advance(hourMs);
      expect(await pendingNames()).toEqual([]);
    });
  });

  describe('changing', () => {
    const change = (id: string, body: object, as = ann) => world.send('PATCH', `${path}/${id}`, { as, body });

    it('name, password and start, each alone', async () => {
      const { id } = await world.create({ name: 'Board', password: 'old', startsAt: inMs(hourMs) });
      expect((await change(id, { name: 'Council' })).json()).toMatchObject({ name: 'Council', joinPassword: 'old' });
      expect((await change(id, { password: 'new' })).json().joinLink).toContain('#p=new');
      expect((await change(id, { password: '' })).json()).toMatchObject({
        joinPassword: null,
        passwordRequired: false,
      });
      expect((await change(id, { startsAt: inMs(2 * hourMs) })).json().startsAt).toBe(inMs(2 * hourMs));
    });

    it('a meeting whose start has passed takes a new name with the start as it was', async () => {
      const startsAt = inMs(hourMs);
      const { id } = await world.create({ name: 'Board', startsAt });
      world.clock.advance(2 * hourMs);
      expect((await change(id, { name: 'Council', startsAt })).json().name).toBe('Council');
      expect((await change(id, { startsAt: inMs(-hourMs / 2) })).json().error.code).toBe('conference_starts_in_past');
    });

    it('a meeting that was created for now is planned for later within the bound of the planned ones, moved one by one or all at once', async () => {
      const fill = limits.pendingConferencesPerUser - 1;
      const ids = [];
      for (let index = 0; index < fill + 5; index += 1) {
        if (index % limits.conferencesPerUserPerHour === 0) world.clock.advance(hourMs);
        ids.push((await world.create({ name: `Meeting ${index}` })).id);
      }
      const later = { startsAt: inMs(100 * hourMs) };
      for (const id of ids.slice(0, fill)) expect((await change(id, later)).statusCode).toBe(200);
      const answers = await Promise.all(ids.slice(fill).map((id) => change(id, later)));
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409, 409]);
      const refused = answers.find(({ statusCode }) => statusCode === 409);
      expect(refused?.json().error.code).toBe('too_many_conferences');
      expect(await pending()).toHaveLength(limits.pendingConferencesPerUser);
    });

    it('a planned one may be moved, and renamed, when there are as many as fit', async () => {
      const ids = [];
      for (let index = 0; index < limits.pendingConferencesPerUser; index += 1) {
        if (index % limits.conferencesPerUserPerHour === 0) world.clock.advance(hourMs);
        ids.push((await world.create({ name: `Meeting ${index}`, startsAt: inMs(100 * hourMs) })).id);
      }
      const startsAt = inMs(50 * hourMs);
      expect((await change(ids[0] ?? '', { startsAt, name: 'Sooner' })).json()).toMatchObject({
        startsAt,
        name: 'Sooner',
      });
    });

    it('is for the owner, and not after the end', async () => {
      const { id } = await world.create();
      expect((await change(id, { name: 'Mine' }, bob)).json().error.code).toBe('not_the_owner');
      await world.service.conferenceEnded(id);
      expect((await change(id, { name: 'Late' })).json().error.code).toBe('conference_ended');
    });
  });

  describe('deleting and ending', () => {
    it('a deleted one is gone, and the places in it are void', async () => {
      const { id } = await world.create({ name: 'Board', startsAt: inMs(hourMs) });
      const { participantToken } = (await world.join(id)).json();
      const remove = (as: string) => world.send('DELETE', `${path}/${id}`, { as });
      expect((await remove(bob)).statusCode).toBe(403);
      expect((await remove(ann)).statusCode).toBe(204);
      expect((await remove(ann)).statusCode).toBe(404);
      expect(await world.service.redeemPlace(participantToken)).toBeUndefined();
      expect(world.putOut).toEqual([id]);
      expect(world.forgotten).toEqual([id]);
    });

    it('end for all puts everyone out, and nobody comes back', async () => {
      const { id } = await world.create();
      const { participantToken } = (await world.join(id)).json();
      expect((await world.send('POST', `${path}/${id}/end`, { as: bob })).json().error.code).toBe('not_the_owner');
      expect((await world.send('POST', `${path}/${id}/end`, { as: ann })).statusCode).toBe(204);
      expect(world.putOut).toEqual([id]);
      expect(await read(id)).toMatchObject({ endedAt: inMs(0), live: false });
      expect(await world.service.redeemPlace(participantToken)).toBeUndefined();
      const late = await world.join(id);
      expect([late.statusCode, late.json().error.code]).toEqual([410, 'conference_ended']);
      expect((await world.send('DELETE', `${path}/${id}`, { as: ann })).statusCode).toBe(410);
    });

    it('what the media server tells twice is written once', async () => {
      const { id } = await world.create();
      await world.service.conferenceEnded(id);
      const { endedAt } = await read(id);
      world.clock.advance(1_000);
      await world.service.conferenceEnded(id);
      expect((await read(id)).endedAt).toBe(endedAt);
    });

    it('with its owner’s account go the planned ones, and the others end', async () => {
      const planned = await world.create({ name: 'planned', startsAt: inMs(hourMs) });
      const running = await world.create({ name: 'running' });
      const foreign = await world.create({ name: 'foreign', startsAt: inMs(hourMs) }, bob);
      await world.service.accountDeleted(ann);
      await world.service.accountDeleted(ann);
      expect((await world.send('GET', `${path}/${planned.id}`)).statusCode).toBe(404);
      expect((await read(running.id)).endedAt).toBe(inMs(0));
      expect((await read(foreign.id)).endedAt).toBeNull();
      expect(world.putOut.sort()).toEqual([planned.id, running.id].sort());
      expect(new Set(world.forgotten)).toEqual(new Set([planned.id, running.id]));
    });
  });

  describe('the invitation', () => {
    it('is a calendar file; the owner’s link carries the password, anybody else’s does not', async () => {
      const { id } = await world.create({ name: 'Board; all', password: 'secret', startsAt: inMs(hourMs) });
      const file = (as?: string) => world.send('GET', `${path}/${id}/invitation.ics`, as === undefined ? {} : { as });
      const own = await file(ann);
      expect(own.headers['content-type']).toBe('text/calendar; charset=utf-8');
      expect(own.headers['content-disposition']).toBe('attachment; filename="meeting.ics"');
      const text = own.body.replaceAll('\r\n ', '');
      expect(text).toContain('SUMMARY:Board\\; all\r\n');
      expect(text).toContain(`URL:${publicUrl}/j/${id}#p=secret\r\n`);
      expect((await file(bob)).body).not.toContain('secret');
      expect((await file()).body).not.toContain('secret');
    });

    it('is told by calendars to be newer than the one before a change', async () => {
      const { id } = await world.create({ name: 'Board', startsAt: inMs(hourMs) });
      const sequence = async () =>
        Number(/^SEQUENCE:(\d+)\r$/m.exec((await world.send('GET', `${path}/${id}/invitation.ics`)).body)?.[1]);
      expect(await sequence()).toBe(0);
      let before = 0;
      for (const name of ['Council', 'Parliament']) {
        world.clock.advance(1_000);
        await world.send('PATCH', `${path}/${id}`, { as: ann, body: { name } });
        expect(await sequence()).toBeGreaterThan(before);
        before = await sequence();
      }
    });
  });
});
