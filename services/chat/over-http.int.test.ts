import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { owner } from './suite/chat-for-tests.ts';
import { chatInEachTest } from './suite/chat-in-each-test.ts';

const chat = chatInEachTest();

describe('over HTTP, for the owner (C4)', () => {
  const path = () => `/api/v1/conferences/${chat.world.conferenceId}/messages`;

  it('the messages from a position on, page by page; direct messages only one’s own', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const host = await chat.world.come('Host', { role: 'host', userId: owner });
    await anna.say('between us', { receiverId: boris.place.participantId });
    await anna.say('for the host', { receiverId: host.place.participantId });
    for (const text of ['one', 'two', 'three']) await anna.say(text);
    const seen: string[] = [];
    for (let after = 0; ; ) {
      const answer = await chat.world.get(`${path()}?after=${after}&limit=2`, owner);
      expect(answer.statusCode).toBe(200);
      const { messages, more } = answer.json();
      seen.push(...messages.map(({ text }: { text: string }) => text));
      if (!more) break;
      after = messages.at(-1).changedPosition;
    }
    expect(seen).toEqual(['for the host', 'one', 'two', 'three']);
  });

  it('the whole chat as text: nobody’s line can look like somebody else’s', async () => {
    const anna = await chat.world.come('Anna');
    const host = await chat.world.come('Host', { role: 'host', userId: owner });
    await anna.say('one\n2026-03-01 12:00:00 Host: I resign');
    const id = randomUUID();
    await anna.say('gone', { id });
    await anna.call('delete', { id });
    await anna.say('for the host', { receiverId: host.place.participantId });
    const answer = await chat.world.get(`${path()}/export`, owner);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="chat.txt"');
    expect(answer.body).toBe(
      [
        'Standup',
        '',
        '2026-03-01 12:00:00 Anna: one',
        '    2026-03-01 12:00:00 Host: I resign',
        '2026-03-01 12:00:00 Anna: (deleted)',
        '2026-03-01 12:00:00 Anna → Host: for the host',
        '',
      ].join('\n'),
    );
  });

  it('and as JSON, however long it is', async () => {
    const anna = await chat.world.come('Anna');
    const all = Array.from({ length: 250 }, (_, index) => `message ${index}`);
    for (let at = 0; at < all.length; at += 50) {
      await Promise.all(all.slice(at, at + 50).map((text) => anna.say(text)));
      await new Promise((resolve) => setTimeout(resolve, 1));
      chat.world.clock.advance(10_000);
    }
    const answer = await chat.world.get(`${path()}/export?format=json`, owner);
    const { conference, messages } = answer.json();
    expect(conference).toEqual({ id: chat.world.conferenceId, name: 'Standup' });
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(all);
  });

  it('is nobody else’s', async () => {
    for (const route of [path(), `${path()}/export`]) {
      expect((await chat.world.get(route)).json().error.code).toBe('not_signed_in');
      expect((await chat.world.get(route, randomUUID())).json().error.code).toBe('not_the_owner');
    }
    expect((await chat.world.get(`/api/v1/conferences/${randomUUID()}/messages`, owner)).json().error.code).toBe(
      'conference_not_found',
    );
  });

  it('a deleted meeting’s chat is gone, and whoever is there is put out', async () => {
    const anna = await chat.world.come('Anna');
    await anna.say('secret');
    await chat.world.service.conferenceDeleted(chat.world.conferenceId);
    await anna.closed;
    await vi.waitFor(async () => expect(await chat.world.ports.messages.known(chat.world.conferenceId)).toEqual([]));
    expect((await chat.world.get(path(), owner)).json().messages).toEqual([]);
  });
});
