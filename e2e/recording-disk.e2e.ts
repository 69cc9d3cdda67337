/**
 * R5, R6: the disk of a running server is full for a minute while a meeting is recorded, and later its store of recordings takes nothing for a minute. Each time
 * the room is told within 15 s, nothing that was stored before is lost, what is held meanwhile is not lost either, and afterwards it goes on by
 * itself. Two small disks are made of memory for that: one for the data, one for the store.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingTimeline, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { HeadlessParticipant } from '@veche/headless/participant.ts';
import { RestClient } from '@veche/headless/rest-client.ts';
import { tone } from '@veche/headless/sound-signal.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Rest, registerOwner, restOf } from './harness/api.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';

/** What must be free for a recording to begin, and a little more. */
const diskMegabytes = 580;
const outageMs = 60_000;
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a disk that is full, and a store that is away, while a meeting is recorded', () => {
  const disk = mkdtempSync(join(tmpdir(), 'veche-disk-'));
  const ballast = join(disk, 'ballast');
  const store = join(disk, 'data/blobs');
  let program: Program;
  let api: Rest;
  let conferenceId: string;
  let recordingId: string;
  let startedAtMs: number;
  const people: HeadlessParticipant[] = [];

  const recording = () => people[0]!.call.state.recording;

  /** Told in time, and until the end of it; then it heals, and all of it is stored. */
  const lives = async (outage: { readonly troubles: readonly string[]; begin(): void; end(): void }): Promise<void> => {
    const before = recording()!.savedUpToMs!;
    outage.begin();
    const beganAtMs = Date.now();
    const { value: told } = await eventually(
      'the room is told',
      async () => recording()?.trouble,
      (trouble) => trouble !== null,
      15_000,
    );
    console.log(`"${told}" is told ${Date.now() - beganAtMs} ms after it began`);
    expect(outage.troubles).toContain(told);
    await pass(beganAtMs + outageMs - Date.now());
    expect(outage.troubles).toContain(recording()?.trouble);
    outage.end();
    const endedAtMs = Date.now();
    await eventually(
      'all is well',
      async () => recording()?.trouble,
      (trouble) => trouble === null,
      15_000,
    );
    console.log(`healed ${Date.now() - endedAtMs} ms after it ended`);
    await eventually(
      'more is stored',
      async () => recording()?.savedUpToMs ?? 0,
      (ms) => ms > before + outageMs,
      20_000,
    );
  };

  beforeAll(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', disk]);
    mkdirSync(store, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', store]);
    program = await startProgram({ workers: 1, environment: { VECHE_DATA: join(disk, 'data') } });
    const owner = await registerOwner(program.origin);
    api = restOf(program.origin, owner);
    conferenceId = (await createMeeting(program.origin, owner, { name: 'Small disk' })).id;
    const rest = new RestClient(program.origin);
    await rest.signIn({ email: owner.email, password: owner.password });
    const picture = { widthPx: 320, heightPx: 180, framesPerSecond: 15, colour: 3 };
    for (const name of ['Olga', 'Anna']) {
      const place = await (name === 'Olga' ? rest : new RestClient(program.origin)).join(conferenceId, { name });
      people.push(new HeadlessParticipant({ place, picture, sound: tone(440) }));
    }
    for (const person of people) await person.join();
    await eventually(
      'media is up',
      async () => people.map(({ call }) => call.state.media),
      (states) => states.every((state) => state === 'up'),
    );
    recordingId = (await api<{ id: string }>(`/conferences/${conferenceId}/recording`, { action: 'start' })).id;
    startedAtMs = Date.now();
  });
  afterAll(async () => {
    for (const person of people) person.close();
    await program?.stop();
    execFileSync('umount', [store]);
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('R6: a disk that is full for a minute: the room is told within 15 s, and it heals by itself', async () => {
    await eventually(
      'something is stored',
      async () => recording()?.savedUpToMs ?? 0,
      (ms) => ms > 0,
      20_000,
    );
    // The store may be what is met first: the order of what waits for it is written on this disk.
    await lives({ troubles: ['diskFull', 'storeAway'], begin: () => fill(ballast), end: () => rmSync(ballast) });
  });

  it('R6: a store that takes nothing for a minute: the same', async () => {
    await lives({ troubles: ['storeAway'], begin: () => remount(store, 'ro'), end: () => remount(store, 'rw') });
  });

  it('R5: nothing is lost: neither what was stored before nor what was held meanwhile', async () => {
    await api(`/conferences/${conferenceId}/recording`, { action: 'stop' });
    const stoppedAtMs = Date.now();
    const { value: view } = await eventually(
      'it is ready',
      () => api<RecordingView>(`/recordings/${recordingId}`),
      ({ state }) => state === 'ready',
      40_000,
    );
    const { chapters } = await api<RecordingTimeline>(`/recordings/${recordingId}/timeline`);
    expect(chapters.filter(({ kind }) => kind === 'gap')).toEqual([]);
    expect(Math.abs(view.durationMs - (stoppedAtMs - startedAtMs))).toBeLessThan(1_500);
    expect(view.damagedChunks).toBe(0);
    expect(view.downloads.map(({ kind }) => kind)).toContain('video');
  });
});

/** Until the disk takes nothing more. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(1024 * 1024, 0x55);
  for (let size = block.length; size >= 512; size /= 2) {
    try {
      for (;;) if (writeSync(file, block, 0, size) < size) break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(file);
}

/** What is just being written to it may still hold it for a moment. */
function remount(path: string, how: 'ro' | 'rw'): void {
  for (let tries = 1; ; tries++) {
    try {
      execFileSync('mount', ['-o', `remount,${how}`, path], { stdio: 'pipe' });
      return;
    } catch (error) {
      if (tries === 50) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
