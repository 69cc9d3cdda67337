import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { chatInEachTest } from './suite/chat-in-each-test.ts';

const chat = chatInEachTest();

it('R1: what was said to everybody within a span of time is told in order; what was whispered, deleted, or said before or after is not', async () => {
  const { world } = chat;
  const [anna, boris] = [await world.come('Anna', { role: 'host' }), await world.come('Boris')];
  const { conferenceId } = anna.place;
  await anna.say('before');
  world.clock.advance(1_000);
  const fromMs = world.clock.nowMs();
  await anna.say('first');
  await boris.say('whispered', { receiverId: anna.place.participantId });
  world.clock.advance(1_000);
  const id = randomUUID();
  await boris.say('deleted', { id });
  await boris.say('second');
  const toMs = world.clock.nowMs();
  await anna.call('delete', { id });
  world.clock.advance(1_000);
  await anna.say('after');
  const said = await world.service.saidToAll(conferenceId, fromMs, toMs);
  expect(said.map(({ name, text, atMs }) => [name, text, atMs - fromMs])).toEqual([
    ['Anna', 'first', 0],
    ['Boris', 'second', 1_000],
  ]);
});
