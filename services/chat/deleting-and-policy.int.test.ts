import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { chatInEachTest, hears } from './suite/chat-in-each-test.ts';

const chat = chatInEachTest();

describe('deleting (C4)', () => {
  it('one’s own: everybody who was shown it is told, and the text is gone', async () => {
    const [anna, boris, vera] = [
      await chat.world.come('Anna'),
      await chat.world.come('Boris'),
      await chat.world.come('Vera'),
    ];
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
      expect(await chat.world.ports.messages.find(chat.world.conferenceId, id)).toMatchObject({ text: '' }),
    );
  });

  it('somebody else’s is the host’s to delete, and not another participant’s', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const host = await chat.world.come('Host', { role: 'host' });
    const id = randomUUID();
    await anna.say('rude', { id });
    await expect(boris.call('delete', { id })).rejects.toMatchObject({ code: 'not_your_message' });
    await host.call('delete', { id });
    expect(await anna.history()).toEqual(['']);
  });

  it('a late joiner who may not read what was said before does not hear of its deletion either', async () => {
    const host = await chat.world.come('Host', { role: 'host' });
    const id = randomUUID();
    await host.say('before', { id });
    await host.call('setPolicy', { history: 'sinceJoining' });
    chat.world.clock.advance(1_000);
    const late = await chat.world.come('Late');
    await host.call('delete', { id });
    await host.say('after');
    await hears(late, 'after');
    expect(late.heard.map(({ method }) => method)).toEqual(['welcome', 'message']);
  });

  it('what one was never shown is not there, for the host neither', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const host = await chat.world.come('Host', { role: 'host' });
    const id = randomUUID();
    await anna.say('between us', { id, receiverId: boris.place.participantId });
    for (const who of [host, await chat.world.come('Vera')]) {
      await expect(who.call('delete', { id })).rejects.toMatchObject({ code: 'message_not_found' });
      await expect(who.call('delete', { id: randomUUID() })).rejects.toMatchObject({ code: 'message_not_found' });
    }
  });
});

describe('the host’s policy (C4)', () => {
  it('switches messages and direct messages off for participants, at once and over restarts', async () => {
    const anna = await chat.world.come('Anna');
    const host = await chat.world.come('Host', { role: 'host' });
    const receiverId = host.place.participantId;
    expect(await host.call('setPolicy', { messages: false })).toMatchObject({ messages: false, directMessages: true });
    await expect(anna.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
    await anna.say('a question', { receiverId });
    await host.call('setPolicy', { directMessages: false });
    await expect(anna.say('hello', { receiverId })).rejects.toMatchObject({ code: 'direct_messages_off' });
    await host.say('hosts may');
    expect(anna.heard.at(-2)).toMatchObject({ method: 'policyChanged', params: { policy: { directMessages: false } } });
    await chat.world.restart();
    const again = await chat.world.connect(anna.place.token);
    expect(again.heard[0]?.params).toMatchObject({ policy: { messages: false, directMessages: false } });
    await expect(again.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
  });

  it('two changes at once both hold, and nothing else that is sent along', async () => {
    const host = await chat.world.come('Host', { role: 'host' });
    await Promise.all([
      host.call('setPolicy', { messages: false }),
      host.call('setPolicy', { directMessages: false, extra: 'x'.repeat(100) } as never),
    ]);
    const expected = { messages: false, directMessages: false, files: true, history: 'all' };
    await vi.waitFor(() => expect(host.heard.at(-1)?.params).toEqual({ policy: expected }));
    await chat.world.restart();
    const again = await chat.world.connect(host.place.token);
    expect(again.heard[0]?.params).toMatchObject({ policy: expected });
  });

  it('is the hosts’ alone', async () => {
    const anna = await chat.world.come('Anna');
    await expect(anna.call('setPolicy', { messages: false })).rejects.toMatchObject({ code: 'not_a_host' });
  });

  it.each([
    ['all', ['before', 'after'], ['before', 'after']],
    ['sinceJoining', ['after'], ['after']],
    ['none', [], ['after']],
  ] as const)('history %s: late joiners read %j, and after a cut %j', async (history, older, missed) => {
    const host = await chat.world.come('Host', { role: 'host' });
    await host.call('setPolicy', { history });
    await host.say('before');
    chat.world.clock.advance(1_000);
    const late = await chat.world.come('Late');
    await host.say('after');
    expect(await late.history()).toEqual(older);
    expect(await late.history({ after: 0 })).toEqual(missed);
    expect(await host.history()).toEqual(['before', 'after']);
  });
});
