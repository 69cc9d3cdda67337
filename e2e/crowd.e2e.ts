/**
 * The greatest meeting there is, as its host works with it in a browser: 499 others, who are bare signalling clients, in the panel of participants and
 * in 50 breakout rooms (B1, M6). How long each step took is printed.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { Cast, olga } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';
import { SignallingClient } from './harness/signalling-client.ts';

const others = limits.participantsPerConference - 1;
const rooms = limits.roomsPerConference;

/** Where somebody was told that they are. */
interface Member {
  readonly client: SignallingClient;
  readonly name: string;
  room: string | null;
  /** In the same room, oneself too. */
  neighbours: number;
  moves: number;
}

describe(`a meeting of ${others + 1} people`, () => {
  let program: Program;
  let browser: Browser;
  const cast = new Cast();
  const members: Member[] = [];
  const named = (name: string): Member => members.find((member) => member.name === name)!;

  const timed = async (what: string, act: () => Promise<void>): Promise<void> => {
    const startMs = performance.now();
    await act();
    console.log(`${what}: ${Math.round(performance.now() - startMs)} ms`);
  };
  const everybody = (what: string, test: (member: Member) => boolean) =>
    eventually(
      what,
      async () => members.filter((member) => !test(member)).map(({ name }) => name),
      (missing) => missing.length === 0,
      60_000,
    );
  const rows = () => cast.of(olga).page.evaluate(() => document.querySelectorAll('aside li').length);

  const come = async (nth: number, meetingId: string): Promise<void> => {
    const name = `Member ${nth}`;
    const client = await SignallingClient.join(program.origin, meetingId, name, `100.64.${nth >> 8}.${nth & 255}`);
    const member: Member = { client, name, room: null, neighbours: 0, moves: 0 };
    client.onNotification((notification: Notification) => {
      if (notification.method !== 'entered') return;
      member.room = notification.params.room?.name ?? null;
      member.neighbours = notification.params.participants.length;
      member.moves += 1;
    });
    members.push(member);
  };

  beforeAll(async () => {
    program = await startProgram({ workers: 1, environment: { VECHE_TRUST_PROXY: '1' } });
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Assembly' });
    browser = await launch('chromium');
    await cast.hosts(browser, owner, meeting, olga);
    for (let nth = 1; nth <= others; nth += 10) {
      const batch = Array.from({ length: Math.min(10, others + 1 - nth) }, (_, offset) =>
        come(nth + offset, meeting.id),
      );
      await Promise.all(batch);
    }
  }, 180_000);

  afterAll(async () => {
    for (const { client } of members) client.close();
    await browser?.close();
    await program?.stop();
  });

  it('M6: everybody stands in the panel, hands first and in order; a search finds one', async () => {
    await cast.reads(olga, `${others + 1} people`);
    await timed('the panel of participants opens', async () => {
      await cast.press(olga, 'Participants');
      await eventually('everybody stands there', rows, (count) => count === others + 1);
    });
    for (const nth of [321, 45]) {
      await named(`Member ${nth}`).client.call('raiseHand', { raised: true });
    }
    await cast.reads(olga, /Raised hands[\s\S]*Member 321\b[\s\S]*Member 45\b[\s\S]*In the meeting/);
    await timed('a search is answered', async () => {
      const field = await cast.of(olga).page.waitForSelector('aside input:not([type="checkbox"])');
      await field!.type('member 477');
      await eventually('one is found', rows, (count) => count === 1);
    });
    await cast.reads(olga, 'Member 477');
    await cast.press(olga, 'Participants');
  });

  it('B1: 50 rooms are made and everybody is dealt out evenly', async () => {
    const { page } = cast.of(olga);
    await cast.press(olga, 'Breakout rooms');
    const count = await page.waitForSelector('input[type="number"]');
    await count!.evaluate((element) => (element as HTMLInputElement).select());
    await count!.type(String(rooms));
    await cast.tick(olga, 'Evenly');
    await timed('50 rooms are made and shown', async () => {
      await cast.press(olga, 'Create rooms');
      await eventually(
        'all rooms are shown',
        () => page.evaluate(() => document.querySelectorAll('li[data-drop]').length),
        (shown) => shown === rooms,
      );
    });
  });

  it('B1: they open, and each finds itself among its neighbours', async () => {
    await timed('everybody is in their room', async () => {
      await cast.press(olga, 'Open rooms');
      await everybody('everybody is in a room', ({ room }) => room !== null);
    });
    const sizes = new Map<string, number>();
    for (const { room } of members) sizes.set(room!, (sizes.get(room!) ?? 0) + 1);
    expect(sizes.size).toBe(rooms);
    expect(new Set(sizes.values())).toEqual(new Set([9, 10]));
    for (const { room, neighbours } of members) expect(neighbours).toBe(sizes.get(room!));
  });

  it('B1: one is found and moved by keyboard, and help is seen', async () => {
    const { page } = cast.of(olga);
    const member = named('Member 321');
    const target = member.room === 'Room 7' ? 'Room 8' : 'Room 7';
    const asker = members.find(({ room }) => room === 'Room 50')!;
    await asker.client.call('askForHelp', { asks: true });
    await cast.reads(olga, `${asker.name} in Room 50: help is asked for`);
    const search = await page.waitForSelector('dialog input[placeholder]');
    await search!.type('Member 321');
    await timed('one is moved', async () => {
      await cast.carry(olga, { ...olga, name: member.name }, target);
      await eventually(
        'they are there',
        async () => member.room,
        (room) => room === target,
      );
    });
    expect(member.moves).toBe(2);
  });

  it('B2: all rooms close, and nobody is left behind', async () => {
    await cast.press(olga, 'Close rooms');
    await cast.tick(olga, 'At once');
    await timed('everybody is back', async () => {
      await cast.inDialog(olga, 'Close rooms');
      await everybody('everybody is back', ({ room, neighbours }) => room === null && neighbours === others + 1);
    });
    await cast.of(olga).page.keyboard.press('Escape');
    await eventually(
      'the host counts everybody',
      () => cast.of(olga).text(),
      (text) => text.includes(String(others + 1)),
    );
  });
});
