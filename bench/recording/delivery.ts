/**
 * How long after "end for all" the finished file is there, and what rendering while the meeting runs costs the meeting: three libwebrtc participants who speak in
 * turn, once with rendering and once without (five minutes of it at most), for each length. Prints a table and writes bench/results/delivery.json.
 *
 * `node bench/recording/delivery.ts [minutes ...]`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import { HeadlessParticipant } from '@veche/headless/participant.ts';
import { RestClient } from '@veche/headless/rest-client.ts';
import { type Signal, tone } from '@veche/headless/sound-signal.ts';
import { createMeeting, registerOwner, restOf } from '../../e2e/harness/api.ts';
import { type Program, startProgram } from '../../e2e/harness/program.ts';

const lengthsMinutes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [2];
const withoutMaxMinutes = 5;
const turnMs = 6_000;
const aimMs = 10_000;
const patienceMs = 120_000;
const counted = [
  'soundTicks',
  'soundLateTicks',
  'soundSkippedTicks',
  'sentNackPackets',
  'openedPackets',
  'recordingDroppedPackets',
] as const;

interface Delivery {
  readonly minutes: number;
  readonly rendering: boolean;
  /** From "end for all" to the file; undefined = none was made. */
  readonly readyMs: number | undefined;
  readonly counters: Readonly<Record<(typeof counted)[number], number>>;
}

const results: Delivery[] = [];
for (const minutes of lengthsMinutes) {
  for (const rendering of [true, false]) {
    const result = await deliver(rendering ? minutes : Math.min(minutes, withoutMaxMinutes), rendering);
    results.push(result);
    const { soundTicks, soundLateTicks, sentNackPackets, openedPackets } = result.counters;
    console.log(
      `${result.minutes} min, ${rendering ? 'rendered live' : 'not rendered '}: file after ${result.readyMs ?? '-'} ms; late beats ${soundLateTicks} of ${soundTicks}, packets asked for again ${sentNackPackets} of ${openedPackets}`,
    );
  }
}
const folder = join(import.meta.dirname, '../results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'delivery.json'),
  `${JSON.stringify({ measuredAt: new Date().toISOString(), results }, undefined, 2)}\n`,
);
const isMet = results.every(({ rendering, readyMs }) => !rendering || (readyMs !== undefined && readyMs < aimMs));
console.log(isMet ? `Every file within ${aimMs} ms of its end` : `A FILE CAME LATER THAN ${aimMs} ms AFTER ITS END`);
process.exit(isMet ? 0 : 1);

async function deliver(minutes: number, rendering: boolean): Promise<Delivery> {
  const program = await startProgram({ workers: 1, environment: { VECHE_FFMPEG: rendering ? '' : 'off' } });
  const people: HeadlessParticipant[] = [];
  try {
    const owner = await registerOwner(program.origin);
    const { id: conferenceId } = await createMeeting(program.origin, owner, { name: 'Delivery' });
    const rest = new RestClient(program.origin);
    await rest.signIn({ email: owner.email, password: owner.password });
    for (const [nth, name] of ['Olga', 'Anna', 'Boris'].entries()) {
      const place = await (nth === 0 ? rest : new RestClient(program.origin)).join(conferenceId, { name });
      const picture = { widthPx: 640, heightPx: 360, framesPerSecond: 20, colour: nth * 3 };
      people.push(
        new HeadlessParticipant({
          place,
          picture,
          sound: inTurn(nth, 300 + nth * 150),
          watch: { widthPx: 320, heightPx: 180 },
        }),
      );
    }
    for (const person of people) await person.join();
    await pause(2_000);
    const api = restOf(program.origin, owner);
    const before = await counters(program);
    const { id } = await api<{ id: string }>(`/conferences/${conferenceId}/recording`, { action: 'start' });
    await pause(minutes * 60_000);
    const after = await counters(program);
    const endedAtMs = performance.now();
    await people[0]!.call.endForAll();
    let readyMs: number | undefined;
    while (readyMs === undefined && performance.now() - endedAtMs < patienceMs) {
      const { state, downloads } = await api<RecordingView>(`/recordings/${id}`);
      if (downloads.some(({ kind }) => kind === 'video')) readyMs = Math.round(performance.now() - endedAtMs);
      else if (!rendering && state === 'ready') break;
      await pause(100);
    }
    const spent = counted.map((name) => [name, after[name] - before[name]]);
    return { minutes, rendering, readyMs, counters: Object.fromEntries(spent) };
  } finally {
    for (const person of people) person.close();
    await program.stop();
  }
}

/** A tone in syllables, in every third turn. */
function inTurn(nth: number, frequencyHz: number): Signal {
  const sound = tone(frequencyHz, 9_000);
  return (samples) => {
    sound(samples);
    const isTurn = Math.floor(Date.now() / turnMs) % 3 === nth;
    const isLoud = isTurn && Date.now() % 250 < 180;
    for (let at = 0; at < samples.length; at++)
      samples[at] = isLoud ? samples[at]! : samples[at]! * (isTurn ? 0.12 : 0);
  };
}

async function counters(program: Program): Promise<Record<(typeof counted)[number], number>> {
  const text = await (await fetch(`${program.origin}/metrics`)).text();
  const sum = (name: string) =>
    text
      .split('\n')
      .filter((line) => line.includes(`counter="${name}"`))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0);
  return Object.fromEntries(counted.map((name) => [name, sum(name)])) as Record<(typeof counted)[number], number>;
}
