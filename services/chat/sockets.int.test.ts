import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it, vi } from 'vitest';
import { chatInEachTest, hears } from './suite/chat-in-each-test.ts';

const chat = chatInEachTest();

describe('sockets', () => {
  it('of a place that is withdrawn are closed with the reason, and come back to nothing', async () => {
    const anna = await chat.world.come('Anna');
    chat.world.withdraw(anna.place.token);
    chat.world.service.placeWithdrawn(chat.world.conferenceId, anna.place.participantId);
    await anna.closed;
    expect(anna.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'signedOut' } });
    expect(await (await chat.world.connect(anna.place.token)).closed).toBe(4_001);
  });

  it('of a meeting that is over are closed with the reason', async () => {
    const anna = await chat.world.come('Anna');
    chat.world.service.conferenceEnded(chat.world.conferenceId);
    await anna.closed;
    expect(anna.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'endedForAll' } });
  });

  it('are a few for one participant: the oldest gives way', async () => {
    const anna = await chat.world.come('Anna');
    const others = [];
    for (let index = 0; index < limits.chatSocketsPerParticipant; index += 1) {
      others.push(await chat.world.connect(anna.place.token));
    }
    expect(await anna.closed).toBe(4_009);
    await others[0]?.say('still here');
    for (const other of others) await hears(other, 'still here');
  });

  it('are a few even when many are opened at once, while the room is being opened', async () => {
    const { token } = chat.world.place('Anna');
    const opened = await Promise.all(Array.from({ length: 30 }, () => chat.world.connect(token)));
    await vi.waitFor(() => {
      const stay = opened.filter(({ socket }) => socket.readyState === socket.OPEN);
      expect(stay).toHaveLength(limits.chatSocketsPerParticipant);
    });
  });

  it('that flood are refused, then closed; others go on', async () => {
    const [anna, boris] = [await chat.world.come('Anna'), await chat.world.come('Boris')];
    const asked = Array.from({ length: 1_000 }, () => anna.call('history', { limit: 1 }).catch((error) => error.code));
    expect(await anna.closed).toBe(4_029);
    expect(await Promise.race(asked.slice(limits.chatFramesBurst + 5))).toBe('too_many_requests');
    await boris.say('not disturbed');
    await hears(boris, 'not disturbed');
  });

  it('come back when the program ends', async () => {
    const anna = await chat.world.come('Anna');
    await chat.world.service.drain(1_000);
    expect(await anna.closed).toBe(1_012);
  });

  it.each(['{', '[]', '{"jsonrpc":"2.0","id":1,"method":"send","params":{"id":"no"}}'])(
    'that bring %s are answered or closed',
    async (frame) => {
      const anna = await chat.world.come('Anna');
      const boris = await chat.world.come('Boris');
      anna.socket.send(frame);
      await boris.say('not disturbed');
      await hears(boris, 'not disturbed');
    },
  );
});
