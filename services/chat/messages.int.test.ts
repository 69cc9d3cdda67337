import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chatInEachTest, hears } from './suite/chat-in-each-test.ts';

const chat = chatInEachTest();

describe('messages (C1, C3)', () => {
  it('a socket is welcomed as who it is by its address', async () => {
    const anna = await chat.world.come('Anna');
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
    const nobody = await chat.world.connect('x'.repeat(128));
    expect(await nobody.closed).toBe(4_001);
    expect(nobody.heard).toEqual([{ jsonrpc: '2.0', method: 'ended', params: { reason: 'unknown' } }]);
  });

  it('reach everybody, the sender too, once and in one order, with who said it and when', async () => {
    const [anna, boris, vera] = [
      await chat.world.come('Anna'),
      await chat.world.come('Boris'),
      await chat.world.come('Vera'),
    ];
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
          attachment: null,
          deleted: false,
        },
      },
    });
    expect(createdAtMs).toBe(chat.world.clock.nowMs());
  });

  it('carry the name that the sender has in the meeting now (M3)', async () => {
    const anna = await chat.world.come('Anna');
    chat.world.liveNames.set(anna.place.participantId, 'Anna K.');
    await anna.say('hello');
    await hears(anna, 'hello');
    expect(anna.heard[1]?.params).toMatchObject({ message: { sender: { name: 'Anna K.' } } });
  });

  it('to one person reach the two and nobody else, in history neither (C1)', async () => {
    const [anna, boris, vera] = [
      await chat.world.come('Anna'),
      await chat.world.come('Boris'),
      await chat.world.come('Vera'),
    ];
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
    const boris = await chat.world.come('Boris', { userId });
    const anna = await chat.world.come('Anna');
    await anna.say('for Boris', { receiverId: boris.place.participantId });
    const again = await chat.world.come('Boris', { userId });
    expect(await again.history()).toEqual(['for Boris']);
    expect(await (await chat.world.come('Boris')).history()).toEqual([]);
  });

  it('nobody can write to somebody who has no place', async () => {
    const anna = await chat.world.come('Anna');
    await expect(anna.say('hello', { receiverId: randomUUID() })).rejects.toMatchObject({ code: 'receiver_not_found' });
  });

  it.each([
    ['nothing', '  \n ', 'message_empty'],
    ['only control characters', '\u0000\u0007', 'message_empty'],
    ['501 characters', 'x'.repeat(501), 'message_too_long'],
    ['501 characters of several units each', '👩‍👩‍👧'.repeat(501), 'message_too_long'],
    ['a letter under a mountain of marks', `a${'\u0301'.repeat(15_000)}`, 'message_too_long'],
  ])('%s is refused in words', async (_what, text, code) => {
    const anna = await chat.world.come('Anna');
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
    const anna = await chat.world.come('Anna');
    await anna.say(typed);
    await hears(anna, kept);
    expect(await anna.history()).toEqual([kept]);
  });

  it('the same id again is the same message, also at once, over another socket, and after a restart', async () => {
    const anna = await chat.world.come('Anna');
    const other = await chat.world.connect(anna.place.token);
    const id = randomUUID();
    const answers = await Promise.all([
      anna.say('once', { id }),
      anna.say('once', { id }),
      other.say('another text', { id }),
    ]);
    answers.push(await anna.say('once', { id }));
    await chat.world.restart();
    const again = await chat.world.connect(anna.place.token);
    answers.push(await again.say('once', { id }));
    expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    expect(await again.history()).toEqual(['once']);
    expect(other.texts()).toEqual(['once']);
    expect(again.texts()).toEqual([]);
  });

  it('an id that somebody else’s message has is refused', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const id = randomUUID();
    await anna.say('mine', { id });
    await expect(boris.say('mine too', { id })).rejects.toMatchObject({ code: 'message_id_taken' });
  });

  it('what was confirmed is there after a restart, and goes on with growing positions', async () => {
    const anna = await chat.world.come('Anna');
    const first = await anna.say('before');
    await chat.world.restart();
    const again = await chat.world.connect(anna.place.token);
    expect(again.heard[0]?.params).toMatchObject({ position: first.position });
    const second = await again.say('after');
    expect(second.position).toBeGreaterThan(first.position);
    expect(await again.history()).toEqual(['before', 'after']);
  });

  it('who comes back asks from the last position that they saw, and gets exactly what they missed', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const { position } = await anna.say('seen');
    const gone = await anna.say('seen and deleted later', { id: randomUUID() });
    boris.socket.close();
    await boris.closed;
    await anna.say('missed');
    const mine = (await anna.call('history', { limit: 9 })).messages.find((m) => m.position === gone.position);
    await anna.call('delete', { id: mine?.id ?? '' });
    const again = await chat.world.connect(boris.place.token);
    const { messages, more } = await again.call('history', { after: gone.position, limit: 100 });
    expect(more).toBe(false);
    expect(messages.map(({ text, deleted }) => [text, deleted])).toEqual([
      ['missed', false],
      ['', true],
    ]);
    expect(position).toBeLessThan(gone.position);
  });

  it('history comes in pages, newest first, and says whether there is more', async () => {
    const anna = await chat.world.come('Anna');
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
