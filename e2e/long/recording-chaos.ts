/**
 * R5: whatever is killed with -9 and whenever, a recording is there afterwards: nothing before the kill is missing but the last second, what was lost shows as a
 * gap, and it goes on without anybody's help; paused it stays paused, and ended it is finished. Two people, with pictures that tell the time and a tone that
 * begins on the dot, are recorded while the media workers, the whole server or the renderer are killed at random moments; then each picture and each tone in
 * the finished file is held against the wall's clock.
 * Usage: recording-chaos.ts [short: 8 kills | kills] [seed]
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingTimeline, RecordingView } from '../../packages/contracts/rest/recordings.ts';
import { HeadlessParticipant } from '../../packages/headless/participant.ts';
import { RestClient } from '../../packages/headless/rest-client.ts';
import { inTurns, tone } from '../../packages/headless/sound-signal.ts';
import { seededRandom } from '../../packages/testkit/random.ts';
import { createMeeting, registerOwner, restOf } from '../harness/api.ts';
import { complaintsAbout } from '../harness/decoded-movie.ts';
import { counterHz } from '../harness/fake-devices.ts';
import { type Program, startProgram } from '../harness/program.ts';
import { beginningsOf, framesOf, soundOf } from '../harness/recorded-content.ts';

const [, , length = '30', seedText] = process.argv;
const kills = length === 'short' ? 8 : Number(length);
const seed = seedText === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seedText);
console.log(`Seed ${seed}: recording-chaos.ts ${kills} ${seed} runs it again`);
const random = seededRandom(seed);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const recoveryMs = 20_000;
/** Of what was recorded before a kill: half a second of order, a quarter until it is written, and a busy machine. */
const lostAtMostMs = 1_500;
const toneHz = 440;
const tonesEveryMs = 2_000;
/** Each so many kills meet a recording that is paused. */
const pausedEvery = 5;
/** A chunk is rendered each eight to twelve seconds. */
const rendererWithinMs = 15_000;

type Victim = 'worker' | 'server' | 'renderer';

interface Kill {
  readonly victim: Victim;
  readonly isPaused: boolean;
  readonly atMs: number;
  /** Until it was recorded again. */
  backAtMs: number;
}

let program: Program = await startProgram({ workers: 1 });
const owner = await registerOwner(program.origin);
const meeting = await createMeeting(program.origin, owner, { name: 'Chaos' });
const api = restOf(program.origin, owner);
const picture = (colour: number) => ({ widthPx: 320, heightPx: 180, framesPerSecond: 15, colour, counterHz });
const rest = new RestClient(program.origin);
await rest.signIn({ email: owner.email, password: owner.password });
const people = [
  new HeadlessParticipant({
    place: await rest.join(meeting.id, { name: 'Olga' }),
    picture: picture(3),
    sound: inTurns(tone(toneHz), { periodMs: tonesEveryMs, fromMs: 0, toMs: tonesEveryMs / 2 }),
  }),
  new HeadlessParticipant({
    place: await new RestClient(program.origin).join(meeting.id, { name: 'Anna' }),
    picture: picture(9),
  }),
];
for (const person of people) await person.join();
await until('media is up', () => people.every(({ call }) => call.state.media === 'up'));
const { id } = await api<{ id: string }>(`/conferences/${meeting.id}/recording`, { action: 'start' });
const startedAtMs = Date.now();
const view = () => api<RecordingView>(`/recordings/${id}`);

const done: Kill[] = [];
let killedRenderers = 0;
for (let number = 0; number < kills; number++) {
  const victim = (['worker', 'server', 'renderer'] as const)[Math.floor(random() * 3)]!;
  await pause(1_000 + random() * 5_000);
  const isPaused = number % pausedEvery === pausedEvery - 1;
  if (isPaused) await command('pause', 'paused');
  const isUp = () => people.every(({ call }) => call.state.media === 'up');
  // Of a paused one a dead worker changes nothing that is seen.
  const goesOn = () => (isPaused ? isSeen('paused') && isUp() : isSeen('recording'));
  const kill: Kill = { victim, isPaused, atMs: Date.now(), backAtMs: Date.now() };
  if (victim === 'worker') for (const pid of await program.workerPids()) killNow(pid);
  else if (victim === 'renderer') {
    // Between two chunks there is none.
    const sinceMs = Date.now();
    let pids = await renderers(program.pid);
    for (; pids.length === 0 && Date.now() - sinceMs < rendererWithinMs; pids = await renderers(program.pid))
      await pause(5);
    for (const pid of pids) killNow(pid);
    killedRenderers += pids.length;
  } else {
    await program.crash();
    program = await program.startAgain();
  }
  // Nobody knows of it yet.
  if (victim === 'worker') await until('the loss is known', () => !goesOn());
  if (victim !== 'renderer') await until(`it goes on after a dead ${victim}`, goesOn);
  kill.backAtMs = Date.now();
  console.log(`${number + 1}. ${victim}${isPaused ? ', paused' : ''}: back after ${kill.backAtMs - kill.atMs} ms`);
  if (isPaused) await command('resume', 'recording');
  done.push(kill);
}
await pause(4_000);
const before = await view();
if (before.state !== 'recording') throw new Error(`It is ${before.state}`);
await api(`/conferences/${meeting.id}/recording`, { action: 'stop' });
const stoppedAtMs = Date.now();
// The last of it is on its way.
await program.crash();
program = await program.startAgain();
let ready = await view();
for (const sinceMs = Date.now(); ready.state !== 'ready' && Date.now() - sinceMs < 60_000; await pause(250))
  ready = await view();
console.log(`Ready ${Date.now() - stoppedAtMs} ms after the end; ${ready.chunks} chunks, ${ready.durationMs} ms`);
const timeline = await api<RecordingTimeline>(`/recordings/${id}/timeline`);
const gaps = timeline.chapters.filter(({ kind }) => kind === 'gap');
const cuts = timeline.chapters.filter(({ kind }) => kind === 'gap' || kind === 'pause');
const interruptions = done.filter(({ victim, isPaused }) => victim !== 'renderer' && !isPaused);
const lostMs = gaps.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
const cutMs = cuts.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
const wallMs = stoppedAtMs - startedAtMs;
const downMs = interruptions.reduce((sum, { atMs, backAtMs }) => sum + backAtMs - atMs, 0);
console.log(
  `${interruptions.length} interruptions, ${gaps.length} gaps of ${lostMs} ms in all, down for ${downMs} ms, ${wallMs} ms of the wall's`,
);

const faults: string[] = [];
const check = (holds: boolean, words: string): void => {
  if (!holds) faults.push(words);
};
check(ready.state === 'ready', `the recording is ${ready.state}`);
const renderersMeant = done.filter(({ victim }) => victim === 'renderer').length;
console.log(`${killedRenderers} renderers were killed`);
check(killedRenderers >= renderersMeant / 2, `only ${killedRenderers} of ${renderersMeant} renderers were met`);
check(ready.damagedChunks === 0, `${ready.damagedChunks} chunks are damaged`);
// Who is killed just after a pause takes the last moment before it along, and that shows too.
const justPaused = done.filter(({ victim, isPaused }) => victim !== 'renderer' && isPaused).length;
const isMarked = gaps.length >= interruptions.length && gaps.length <= interruptions.length + justPaused;
check(isMarked, `${gaps.length} gaps for ${interruptions.length} interruptions and ${justPaused} in pauses`);
check(
  Math.abs(ready.durationMs + cutMs - wallMs) < 1_000,
  `${ready.durationMs} ms and ${cutMs} ms of gaps and pauses are not ${wallMs} ms`,
);
check(
  lostMs <= downMs + (interruptions.length + justPaused) * lostAtMostMs,
  `${lostMs} ms are lost, ${downMs} ms it was down`,
);
const folder = await mkdtemp(join(tmpdir(), 'veche-chaos-'));
try {
  const video = ready.downloads.find(({ kind }) => kind === 'video');
  check(video !== undefined, `there is no file: ${JSON.stringify(ready.render)}`);
  if (video !== undefined) {
    const path = join(folder, 'final.mp4');
    await writeFile(path, Buffer.from(await (await fetch(`${program.origin}${video.url}`)).arrayBuffer()));
    const complaints = complaintsAbout(path);
    check(complaints === '', `ffmpeg complains: ${complaints.slice(0, 300)}`);
    const seconds = Number(
      execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path]).toString(),
    );
    check(
      Math.abs(seconds * 1_000 - ready.durationMs) < 200,
      `the file lasts ${seconds} s, the recording ${ready.durationMs} ms`,
    );
    checkContent(path);
  }
  // What players are given in pieces, too.
  const pieces = ready.playlist === null ? 'there is no playlist' : complaintsAbout(program.origin + ready.playlist);
  check(pieces === '', `ffmpeg complains about the pieces: ${pieces.slice(0, 300)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
  for (const person of people) person.close();
  await program.stop();
}
if (faults.length > 0) console.error(program.log().slice(-6_000));
for (const fault of faults) console.error(`FAULT: ${fault}`);
console.log(faults.length === 0 ? `All is there after ${kills} kills` : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** Between two cuts what is shown was drawn as long ago as the cuts before it say, no picture is missing, and each tone sounds when it was made. */
function checkContent(path: string): void {
  const frames = framesOf(path, startedAtMs);
  const tones = beginningsOf(soundOf(path), [toneHz]);
  const ends = [...cuts.map(({ atMs }) => atMs), ready.durationMs];
  let [fromMs, missingMs, anchorMs] = [0, 0, Number.NaN];
  const apart: number[] = [];
  for (const [number, toMs] of ends.entries()) {
    const shown = frames.filter(({ atSeconds }) => atSeconds * 1_000 >= fromMs && atSeconds * 1_000 < toMs);
    const offsets = shown.map(({ atSeconds, drawnAtMs }) => drawnAtMs - atSeconds * 1_000 - missingMs);
    const middle = offsets.toSorted((a, b) => a - b)[Math.floor(offsets.length / 2)] ?? Number.NaN;
    if (Number.isNaN(anchorMs)) anchorMs = middle;
    const where = `from ${Math.round(fromMs)} to ${Math.round(toMs)} ms`;
    // A new run begins with a picture as soon as one has come; of less than a second there is nothing to say.
    const frameCount = ((toMs - fromMs) / 1_000) * 30;
    if (toMs - fromMs > 3_000) {
      check(Math.abs(middle - anchorMs) < 300, `${where} pictures are ${middle - anchorMs} ms off`);
      const strays = offsets.filter((offset) => Math.abs(offset - middle) > 200).length;
      // A run begins with what stands until a picture comes, for a second at most.
      check(strays < Math.max(30, offsets.length / 20), `${where} ${strays} of ${offsets.length} pictures stray`);
      check(shown.length > frameCount - 30, `${where} there are ${shown.length} pictures of ${Math.round(frameCount)}`);
    }
    const colours = new Set(shown.map(({ colour }) => colour));
    check(
      [...colours].every((colour) => colour === 3 || colour === 9),
      `${where} strangers are shown: ${[...colours].join()}`,
    );
    for (const { atSeconds } of tones) {
      // After a cut microphones come back when they do, in the midst of a tone.
      if (atSeconds * 1_000 < fromMs + tonesEveryMs || atSeconds * 1_000 >= toMs - 50) continue;
      const wallMs = atSeconds * 1_000 + middle + missingMs;
      apart.push(Math.round(wallMs - Math.round(wallMs / tonesEveryMs) * tonesEveryMs));
    }
    missingMs += cuts[number]?.lengthMs ?? 0;
    fromMs = toMs;
  }
  console.log(`${frames.length} pictures; they are ahead of the sound, tone by tone: ${apart.join(' ')} ms`);
  check(apart.length > ready.durationMs / tonesEveryMs / 3, `only ${apart.length} tones sound`);
  const far = apart.filter((ms) => Math.abs(ms) > 250);
  check(far.length === 0, `tones are apart from the pictures: ${far.join(' ')} ms`);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself a moment ago.
  }
}

/** Somebody sees that it is so, and nothing is wrong with it. */
function isSeen(wanted: 'recording' | 'paused'): boolean {
  return people.some(({ call: { state } }) => {
    const { recording, connection } = state;
    return connection.name === 'connected' && recording?.state === wanted && recording.trouble === null;
  });
}

async function command(action: 'pause' | 'resume', state: 'paused' | 'recording'): Promise<void> {
  await api(`/conferences/${meeting.id}/recording`, { action });
  await until(`it is ${state}`, () => isSeen(state));
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const sinceMs = Date.now(); !holds(); await pause(20)) {
    if (Date.now() - sinceMs > recoveryMs) throw new Error(`Not within ${recoveryMs} ms: ${what}`);
  }
}

/** Children of the server that are ffmpeg. */
async function renderers(parent: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [, command, rest = ''] = /^\d+ \((.*)\) \S (.*)$/.exec(stat.trim()) ?? [];
    if (command === 'ffmpeg' && Number(rest.split(' ')[0]) === parent) found.push(Number(name));
  }
  return found;
}
