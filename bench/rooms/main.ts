/**
 * A full meeting goes into breakout rooms and back: how long until each person hears the room that they are in. In every room two people
 * sound, each with a tone of their own, so that what is heard tells where one is. Some of those are libwebrtc with our client; all others are light peers
 * (light-peer.ts), since two hundred of the former are more than two cores bear. Prints a table and writes bench/results/rooms.json; ends with an
 * error when anybody is lost, hears nothing, or hears another room.
 *
 * `bench:rooms [people] [rooms] [rounds]`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JoinAnswer } from '@veche/contracts/rest/conferences.ts';
import { HeadlessParticipant } from '@veche/headless/participant.ts';
import { RestClient } from '@veche/headless/rest-client.ts';
import { tone } from '@veche/headless/sound-signal.ts';
import { loudness, toneShare } from '@veche/headless/tone-meter.ts';
import { loadSoundLibrary } from '@veche/media/audio/codecs/sound-library.ts';
import { startProgram } from '../../e2e/harness/program.ts';
import { quantile } from '../../e2e/harness/quantiles.ts';
import type { Ear, HeardBlock } from './ear.ts';
import { LightPeer } from './light-peer.ts';
import { toneInOpus } from './tone-in-opus.ts';

const [people = 200, rooms = 20, rounds = 3] = process.argv.slice(2).map(Number);
const speakersPerRoom = 2;
/** In so many rooms both who sound are libwebrtc. */
const realRooms = 3;
/** So long is waited for sound before somebody counts as having none. */
const patienceMs = 10_000;
/** Everybody hears the new room by then. */
const aimMs = 1_000;
const quiet = 100;
/** Of what is heard in a room, at most two tones; in the main room many more sound, and none stands out. */
const inRoomShare = 0.3;

/** Far enough apart to be told in 10 ms. */
const frequencyOf = (speaker: number): number => 300 + speaker * 160;

interface Person {
  readonly ear: Ear;
  readonly room: number;
  /** What they can hear in their room. */
  readonly tonesHz: readonly number[];
}

type Block = Pick<HeardBlock, 'samples' | 'sampleRateHz'>;

const shareOf = ({ samples, sampleRateHz }: Block, tonesHz: readonly number[]): number =>
  tonesHz.reduce((sum, frequencyHz) => sum + toneShare(samples, sampleRateHz, frequencyHz), 0);

/** When the first block came that satisfies the test, by `performance.now()`; undefined when none did in time. */
function firstBlock(ear: Ear, test: (block: Block) => boolean): Promise<number | undefined> {
  return new Promise((resolve) => {
    const done = (atMs: number | undefined): void => {
      clearTimeout(timer);
      stop();
      resolve(atMs);
    };
    const timer = setTimeout(() => done(undefined), patienceMs);
    const stop = ear.onBlock(({ samples, sampleRateHz, channelCount, atMs }) => {
      const mono = channelCount === 1 ? samples : samples.filter((_, index) => index % channelCount === 0);
      if (loudness(mono) >= quiet && test({ samples: mono, sampleRateHz })) done(atMs);
    });
  });
}

/** So many milliseconds of what is heard from now on; less when nothing comes. */
function stretch(ear: Ear, durationMs: number): Promise<Int16Array> {
  const kept: number[] = [];
  return new Promise((resolve) => {
    const stop = ear.onBlock(({ samples, channelCount }) => {
      for (let at = 0; at < samples.length; at += channelCount) kept.push(samples[at]!);
    });
    setTimeout(() => {
      stop();
      resolve(Int16Array.from(kept));
    }, durationMs);
  });
}

/** Whoever sounds: the client that everybody has, on libwebrtc. */
async function realSpeaker(place: JoinAnswer, frequencyHz: number): Promise<Ear> {
  const participant = new HeadlessParticipant({ place, sound: tone(frequencyHz, 3_000) });
  await participant.join();
  return {
    participantId: participant.id!,
    get isConnected() {
      return participant.call.state.connection.name === 'connected';
    },
    get peopleInRoom() {
      return participant.call.state.participants.length;
    },
    onBlock: (listener) => {
      // The track may come later than whoever wants to hear it.
      let stop: (() => void) | undefined;
      const attach = (): void => {
        stop ??= participant.listenMix()?.onBlock(listener);
      };
      const stopWaiting = participant.call.subscribe(attach);
      attach();
      return () => {
        stopWaiting();
        stop?.();
      };
    },
    close: () => participant.close(),
  };
}

const library = await loadSoundLibrary();
const program = await startProgram();
const everybody: Person[] = [];
const failures: string[] = [];
const into: number[] = [];
const back: number[] = [];
try {
  const rest = new RestClient(program.origin);
  await rest.register({ name: 'Olga', email: 'olga@example.org', password: 'a long walk by the river' });
  const { id } = await rest.createConference({ name: 'Rooms' });
  const host = new HeadlessParticipant({ place: await rest.join(id, { name: 'Olga' }) });
  await host.join();
  const stranger = new RestClient(program.origin);
  for (let nth = 0; nth < people; nth += 1) {
    const room = nth % rooms;
    const speaksAs = nth < rooms * speakersPerRoom ? nth : undefined;
    const place = await stranger.join(id, { name: `Guest ${nth}` });
    const frequencyHz = speaksAs === undefined ? undefined : frequencyOf(speaksAs);
    const ear =
      frequencyHz !== undefined && nth % rooms < realRooms
        ? await realSpeaker(place, frequencyHz)
        : await LightPeer.join(
            place,
            library,
            frequencyHz === undefined ? undefined : toneInOpus(library, frequencyHz),
          );
    if (nth % 50 === 49) console.log(`${nth + 1} are inside after ${Math.round(performance.now() / 1_000)} s`);
    const heard = Array.from({ length: speakersPerRoom }, (_, k) => room + k * rooms).filter(
      (other) => other !== speaksAs,
    );
    everybody.push({ ear, room, tonesHz: heard.map(frequencyOf) });
  }
  const order = host.call.order.bind(host.call);
  const names = Array.from({ length: rooms }, (_, nth) => `Room ${nth + 1}`);
  const { roomIds } = await order('createRooms', { names, assign: 'byHand' });
  for (const [room, roomId] of roomIds.entries()) {
    const participantIds = everybody.filter((person) => person.room === room).map(({ ear }) => ear.participantId);
    await order('assign', { participantIds, roomId });
  }
  const isInMain = (person: Person) => (block: Block) => shareOf(block, person.tonesHz) < inRoomShare;
  const isInRoom = (person: Person) => (block: Block) => shareOf(block, person.tonesHz) >= inRoomShare;

  const measure = async (
    what: string,
    test: (person: Person) => (block: Block) => boolean,
    act: () => Promise<unknown>,
  ): Promise<number[]> => {
    const begunMs = performance.now();
    const heard = everybody.map((person) => firstBlock(person.ear, test(person)));
    await act();
    const tookMs: number[] = [];
    for (const [nth, atMs] of (await Promise.all(heard)).entries()) {
      if (atMs === undefined) failures.push(`${what}: guest ${nth} heard nothing of it`);
      else tookMs.push(atMs - begunMs);
    }
    return tookMs;
  };
  /** Nobody hears another room: each other tone's share of 200 ms is next to nothing. */
  const checkApart = async (): Promise<void> => {
    const stretches = everybody.map(({ ear }) => stretch(ear, 200));
    for (const [nth, heard] of (await Promise.all(stretches)).entries()) {
      for (let other = 0; other < rooms * speakersPerRoom; other += 1) {
        if (other % rooms === everybody[nth]!.room) continue;
        const share = toneShare(heard, 48_000, frequencyOf(other));
        if (share > 0.05)
          failures.push(`Guest ${nth} in room ${everybody[nth]!.room} hears speaker ${other}: ${share.toFixed(2)}`);
      }
    }
  };

  // Until the main room's mix has reached everybody.
  await Promise.all(everybody.map(({ ear }) => firstBlock(ear, () => true)));
  for (let round = 0; round < rounds; round += 1) {
    await pause(2_000);
    into.push(...(await measure(`round ${round}, into rooms`, isInRoom, () => order('openRooms', {}))));
    await pause(2_000);
    await checkApart();
    back.push(...(await measure(`round ${round}, back`, isInMain, () => order('closeRooms', { inSeconds: 0 }))));
  }
  // Sound is there before the last word about who is.
  await pause(2_000);
  const lost = everybody.filter(({ ear }) => !ear.isConnected).length;
  if (lost > 0) failures.push(`${lost} were lost`);
  const all = everybody.filter(({ ear }) => ear.peopleInRoom === people + 1).length;
  if (all < people) failures.push(`${people - all} do not see everybody after the return`);
  host.close();
} finally {
  for (const { ear } of everybody) ear.close();
  await program.stop();
}

for (const [what, tookMs] of [
  ['into rooms', into],
  ['back', back],
] as const) {
  const late = tookMs.filter((ms) => ms > aimMs).length;
  if (late > 0) failures.push(`${what}: ${late} of ${tookMs.length} took longer than ${aimMs} ms`);
}
const row = (what: string, tookMs: readonly number[]) => ({
  what,
  moves: tookMs.length,
  'p50 ms': Math.round(quantile(tookMs, 0.5)),
  'p95 ms': Math.round(quantile(tookMs, 0.95)),
  'longest ms': Math.round(Math.max(...tookMs)),
});
console.log(`${people} people, ${rooms} rooms, ${rounds} rounds: from the host's call until the new room is heard`);
console.table([row('into rooms', into), row('back', back)]);
for (const failure of failures) console.log(failure);
console.log(
  failures.length === 0
    ? `Nobody was lost, nobody heard another room, everybody had sound within ${aimMs} ms`
    : `${failures.length} failures`,
);
const folder = join(import.meta.dirname, '../results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'rooms.json'),
  `${JSON.stringify({ people, rooms, rounds, into, back, failures }, undefined, 2)}\n`,
);
process.exit(failures.length === 0 ? 0 : 1);
