import { randomUUID } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ChatForTests, chatForTests, owner } from './suite/chat-for-tests.ts';

let world: ChatForTests;
beforeEach(async () => {
  world = await chatForTests();
});
afterEach(async () => {
  await world.close();
  expect(world.errors).toEqual([]);
});

const hears = (client: { texts(): string[] }, ...texts: string[]) =>
  vi.waitFor(() => expect(client.texts()).toEqual(texts));

describe('messages (C1, C3)', () => {
  it('a socket is welcomed as who it is by its address', async () => {
    const anna = await world.come('Anna');
    expect(anna.heard).toEqual([
      {
        jsonrpc: '2.0',
        method: 'welcome',
        params: {
          participantId: anna.place.participantId,
          position: 0,
          policy: { messages: true, directMessages: true, files: true, history: 'all' },
          isHost: false,
        },
      },
    ]);
  });

  it('an address that opens nothing is told so, and closed for good', async () => {
    const nobody = await world.connect('x'.repeat(128));
    expect(await nobody.closed).toBe(4_001);
    expect(nobody.heard).toEqual([{ jsonrpc: '2.0', method: 'ended', params: { reason: 'unknown' } }]);
  });

  it('reach everybody, the sender too, once and in one order, with who said it and when', async () => {
    const [anna, boris, vera] = [await world.come('Anna'), await world.come('Boris'), await world.come('Vera')];
    const id = randomUUID();
    const { position, createdAtMs } = await anna.say('hello', { id });
    await boris.say('привет 👩‍👩‍👧');
    for (const client of [anna, boris, vera]) await hears(client, 'hello', 'привет 👩‍👩‍👧');
    expect(vera.heard[1]).toEqual({
      jsonrpc: '2.0',
      method: 'message',
      params: {
        message: {
          id,
          position,
          changedPosition: position,
          sender: { participantId: anna.place.participantId, name: 'Anna' },
          receiver: null,
          text: 'hello',
          createdAtMs,
          deleted: false,
        },
      },
    });
    expect(createdAtMs).toBe(world.clock.nowMs());
  });

  it('carry the name that the sender has in the meeting now (M3)', async () => {
    const anna = await world.come('Anna');
    world.liveNames.set(anna.place.participantId, 'Anna K.');
    await anna.say('hello');
    await hears(anna, 'hello');
    expect(anna.heard[1]?.params).toMatchObject({ message: { sender: { name: 'Anna K.' } } });
  });

  it('to one person reach the two and nobody else, in history neither (C1)', async () => {
    const [anna, boris, vera] = [await world.come('Anna'), await world.come('Boris'), await world.come('Vera')];
    await anna.say('for Boris', { receiverId: boris.place.participantId });
    await anna.say('for all');
    await hears(anna, 'for Boris', 'for all');
    await hears(boris, 'for Boris', 'for all');
    await hears(vera, 'for all');
    expect(boris.heard[1]?.params).toMatchObject({ message: { receiver: { name: 'Boris' } } });
    expect(await vera.history()).toEqual(['for all']);
    expect(await boris.history()).toEqual(['for Boris', 'for all']);
  });

  it('an account’s direct messages are theirs when they come back under a new place', async () => {
    const userId = randomUUID();
    const boris = await world.come('Boris', { userId });
    const anna = await world.come('Anna');
    await anna.say('for Boris', { receiverId: boris.place.participantId });
    const again = await world.come('Boris', { userId });
    expect(await again.history()).toEqual(['for Boris']);
    expect(await (await world.come('Boris')).history()).toEqual([]);
  });

  it('nobody can write to somebody who has no place', async () => {
    const anna = await world.come('Anna');
    await expect(anna.say('hello', { receiverId: randomUUID() })).rejects.toMatchObject({ code: 'receiver_not_found' });
  });

  it.each([
    ['nothing', '  \n ', 'message_empty'],
    ['only control characters', '\u0000\u0007', 'message_empty'],
    ['501 characters', 'x'.repeat(501), 'message_too_long'],
    ['501 characters of several units each', '👩‍👩‍👧'.repeat(501), 'message_too_long'],
    ['a letter under a mountain of marks', `a${'\u0301'.repeat(15_000)}`, 'message_too_long'],
  ])('%s is refused in words', async (_what, text, code) => {
    const anna = await world.come('Anna');
    await expect(anna.say(text)).rejects.toMatchObject({ code, message: expect.stringMatching(/\w/) });
    expect(await anna.history()).toEqual([]);
  });

  it.each([
    ['500 letters', 'ж'.repeat(500), undefined],
    ['500 families', '👩‍👩‍👧'.repeat(500), undefined],
    ['lines and tabs', 'one\r\n\ttwo\u2028three', 'one\n\ttwo\nthree'],
    ['what is around it', '\n\n  indented\n\n', '  indented'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
    ['markup, which is text', '<img src=x onerror=alert(1)>', undefined],
    ['letters from right to left', 'שלום \u202eabc', undefined],
  ])('%s is kept', async (_what, typed, kept = typed) => {
    const anna = await world.come('Anna');
    await anna.say(typed);
    await hears(anna, kept);
    expect(await anna.history()).toEqual([kept]);
  });

  it('the same id again is the same message, also at once, over another socket, and after a restart', async () => {
    const anna = await world.come('Anna');
    const other = await world.connect(anna.place.token);
    const id = randomUUID();
    const answers = await Promise.all([
      anna.say('once', { id }),
      anna.say('once', { id }),
      other.say('another text', { id }),
    ]);
    answers.push(await anna.say('once', { id }));
    await world.restart();
    const again = await world.connect(anna.place.token);
    answers.push(await again.say('once', { id }));
    expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    expect(await again.history()).toEqual(['once']);
    expect(other.texts()).toEqual(['once']);
    expect(again.texts()).toEqual([]);
  });

  it('an id that somebody else’s message has is refused', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const id = randomUUID();
    await anna.say('mine', { id });
    await expect(boris.say('mine too', { id })).rejects.toMatchObject({ code: 'message_id_taken' });
  });

  it('what was confirmed is there after a restart, and goes on with growing positions', async () => {
    const anna = await world.come('Anna');
    const first = await anna.say('before');
    await world.restart();
    const again = await world.connect(anna.place.token);
    expect(again.heard[0]?.params).toMatchObject({ position: first.position });
    const second = await again.say('after');
    expect(second.position).toBeGreaterThan(first.position);
    expect(await again.history()).toEqual(['before', 'after']);
  });

  it('who comes back asks from the last position that they saw, and gets exactly what they missed', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const { position } = await anna.say('seen');
    const gone = await anna.say('seen and deleted later', { id: randomUUID() });
    boris.socket.close();
    await boris.closed;
    await anna.say('missed');
    const mine = (await anna.call('history', { limit: 9 })).messages.find((m) => m.position === gone.position);
    await anna.call('delete', { id: mine?.id ?? '' });
    const again = await world.connect(boris.place.token);
    const { messages, more } = await again.call('history', { after: gone.position, limit: 100 });
    expect(more).toBe(false);
    expect(messages.map(({ text, deleted }) => [text, deleted])).toEqual([
      ['missed', false],
      ['', true],
    ]);
    expect(position).toBeLessThan(gone.position);
  });

  it('history comes in pages, newest first, and says whether there is more', async () => {
    const anna = await world.come('Anna');
    const all = Array.from({ length: 25 }, (_, index) => `message ${index}`);
    for (const text of all) await anna.say(text);
    const seen: string[] = [];
    for (let before: number | undefined; ; ) {
      const page = await anna.call('history', before === undefined ? { limit: 10 } : { before, limit: 10 });
      seen.unshift(...page.messages.map(({ text }) => text));
      before = page.messages[0]?.position;
      if (!page.more) break;
    }
    expect(seen).toEqual(all);
  });
});

describe('deleting (C4)', () => {
  it('one’s own: everybody who was shown it is told, and the text is gone', async () => {
    const [anna, boris, vera] = [await world.come('Anna'), await world.come('Boris'), await world.come('Vera')];
    const id = randomUUID();
    await anna.say('a mistake', { id, receiverId: boris.place.participantId });
    await anna.call('delete', { id });
    await anna.call('delete', { id });
    for (const client of [anna, boris]) {
      await vi.waitFor(() => expect(client.heard.filter(({ method }) => method === 'messageDeleted')).toHaveLength(1));
      expect(client.heard.at(-1)?.params).toMatchObject({ message: { id, text: '', deleted: true } });
    }
    await anna.say('later');
    await hears(vera, 'later');
    expect(vera.heard.map(({ method }) => method)).toEqual(['welcome', 'message']);
    expect(await boris.history()).toEqual(['', 'later']);
    await vi.waitFor(async () =>
      expect(await world.ports.messages.find(world.conferenceId, id)).toMatchObject({ text: '' }),
    );
  });

  it('somebody else’s is the host’s to delete, and not another participant’s', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const host = await world.come('Host', { role: 'host' });
    const id = randomUUID();
    await anna.say('rude', { id });
    await expect(boris.call('delete', { id })).rejects.toMatchObject({ code: 'not_your_message' });
    await host.call('delete', { id });
    expect(await anna.history()).toEqual(['']);
  });

  it('what one was never shown is not there, for the host neither', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const host = await world.come('Host', { role: 'host' });
    const id = randomUUID();
    await anna.say('between us', { id, receiverId: boris.place.participantId });
    for (const who of [host, await world.come('Vera')]) {
      await expect(who.call('delete', { id })).rejects.toMatchObject({ code: 'message_not_found' });
      await expect(who.call('delete', { id: randomUUID() })).rejects.toMatchObject({ code: 'message_not_found' });
    }
  });
});

describe('the host’s policy (C4)', () => {
  it('switches messages and direct messages off for participants, at once and over restarts', async () => {
    const anna = await world.come('Anna');
    const host = await world.come('Host', { role: 'host' });
    const receiverId = host.place.participantId;
    expect(await host.call('setPolicy', { messages: false })).toMatchObject({ messages: false, directMessages: true });
    await expect(anna.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
    await anna.say('a question', { receiverId });
    await host.call('setPolicy', { directMessages: false });
    await expect(anna.say('hello', { receiverId })).rejects.toMatchObject({ code: 'direct_messages_off' });
    await host.say('hosts may');
    expect(anna.heard.at(-2)).toMatchObject({ method: 'policyChanged', params: { policy: { directMessages: false } } });
    await world.restart();
    const again = await world.connect(anna.place.token);
    expect(again.heard[0]?.params).toMatchObject({ policy: { messages: false, directMessages: false } });
    await expect(again.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
  });

  it('is the host’s alone', async () => {
    const anna = await world.come('Anna');
    await expect(anna.call('setPolicy', { messages: false })).rejects.toMatchObject({ code: 'not_the_host' });
  });

  it.each([
    ['all', ['before', 'after'], ['before', 'after']],
    ['sinceJoining', ['after'], ['after']],
    ['none', [], ['after']],
  ] as const)('history %s: late joiners read %j, and after a cut %j', async (history, older, missed) => {
    const host = await world.come('Host', { role: 'host' });
    await host.call('setPolicy', { history });
    await host.say('before');
    world.clock.advance(1_000);
    const late = await world.come('Late');
    await host.say('after');
    expect(await late.history()).toEqual(older);
    expect(await late.history({ after: 0 })).toEqual(missed);
    expect(await host.history()).toEqual(['before', 'after']);
  });
});

describe('sockets', () => {
  it('of a place that is withdrawn are closed with the reason, and come back to nothing', async () => {
    const anna = await world.come('Anna');
    world.withdraw(anna.place.token);
    world.service.placeWithdrawn(world.conferenceId, anna.place.participantId);
    await anna.closed;
    expect(anna.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'signedOut' } });
    expect(await (await world.connect(anna.place.token)).closed).toBe(4_001);
  });

  it('of a meeting that is over are closed with the reason', async () => {
    const anna = await world.come('Anna');
    world.service.conferenceEnded(world.conferenceId);
    await anna.closed;
    expect(anna.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'endedForAll' } });
  });

  it('are a few for one participant: the oldest gives way', async () => {
    const anna = await world.come('Anna');
    const others = [];
    for (let index = 0; index < limits.chatSocketsPerParticipant; index += 1) {
      others.push(await world.connect(anna.place.token));
    }
    expect(await anna.closed).toBe(4_009);
    await others[0]?.say('still here');
    for (const other of others) await hears(other, 'still here');
  });

  it('that flood are refused, then closed; others go on', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const asked = Array.from({ length: 1_000 }, () => anna.call('history', { limit: 1 }).catch((error) => error.code));
    expect(await anna.closed).toBe(4_029);
    expect(await Promise.race(asked.slice(limits.chatFramesBurst + 5))).toBe('too_many_requests');
    await boris.say('not disturbed');
    await hears(boris, 'not disturbed');
  });

  it('come back when the program ends', async () => {
    const anna = await world.come('Anna');
    await world.service.drain(1_000);
    expect(await anna.closed).toBe(1_012);
  });

  it.each(['{', '[]', '{"jsonrpc":"2.0","id":1,"method":"send","params":{"id":"no"}}'])(
    'that bring %s are answered or closed',
    async (frame) => {
      const anna = await world.come('Anna');
      const boris = await world.come('Boris');
      anna.socket.send(frame);
      await boris.say('not disturbed');
      await hears(boris, 'not disturbed');
    },
  );
});

describe('over HTTP, for the owner (C4)', () => {
  const path = () => `/api/v1/conferences/${world.conferenceId}/messages`;

  it('the messages from a position on, page by page; direct messages only one’s own', async () => {
    const [anna, boris] = [await world.come('Anna'), await world.come('Boris')];
    const host = await world.come('Host', { role: 'host', userId: owner });
    await anna.say('between us', { receiverId: boris.place.participantId });
    await anna.say('for the host', { receiverId: host.place.participantId });
    for (const text of ['one', 'two', 'three']) await anna.say(text);
    const seen: string[] = [];
    for (let after = 0; ; ) {
      const answer = await world.get(`${path()}?after=${after}&limit=2`, owner);
      expect(answer.statusCode).toBe(200);
      const { messages, more } = answer.json();
      seen.push(...messages.map(({ text }: { text: string }) => text));
      if (!more) break;
      after = messages.at(-1).changedPosition;
    }
    expect(seen).toEqual(['for the host', 'one', 'two', 'three']);
  });

  it('the whole chat as text: nobody’s line can look like somebody else’s', async () => {
    const anna = await world.come('Anna');
    const host = await world.come('Host', { role: 'host', userId: owner });
    await anna.say('one\n2026-03-01 12:00:00 Host: I resign');
    const id = randomUUID();
    await anna.say('gone', { id });
    await anna.call('delete', { id });
    await anna.say('for the host', { receiverId: host.place.participantId });
    const answer = await world.get(`${path()}/export`, owner);
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
    const anna = await world.come('Anna');
    const all = Array.from({ length: 250 }, (_, index) => `message ${index}`);
    for (let at = 0; at < all.length; at += 50) {
      await Promise.all(all.slice(at, at + 50).map((text) => anna.say(text)));
      await new Promise((resolve) => setTimeout(resolve, 1));
      world.clock.advance(10_000);
    }
    const answer = await world.get(`${path()}/export?format=json`, owner);
    const { conference, messages } = answer.json();
    expect(conference).toEqual({ id: world.conferenceId, name: 'Standup' });
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(all);
  });

  it('is nobody else’s', async () => {
    for (const route of [path(), `${path()}/export`]) {
      expect((await world.get(route)).json().error.code).toBe('not_signed_in');
      expect((await world.get(route, randomUUID())).json().error.code).toBe('not_the_owner');
    }
    expect((await world.get(`/api/v1/conferences/${randomUUID()}/messages`, owner)).json().error.code).toBe(
      'conference_not_found',
    );
  });

  it('a deleted meeting’s chat is gone, and whoever is there is put out', async () => {
    const anna = await world.come('Anna');
    await anna.say('secret');
    await world.service.conferenceDeleted(world.conferenceId);
    await anna.closed;
    await vi.waitFor(async () => expect(await world.ports.messages.known(world.conferenceId)).toEqual([]));
    expect((await world.get(path(), owner)).json().messages).toEqual([]);
  });
});
