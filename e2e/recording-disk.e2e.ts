/**
 * R5, R6: the disk of a running server fills up while a meeting is recorded. The room is told within 15 s, nothing that was stored before is lost, what memory holds
 * meanwhile is not lost either, and when there is room again it goes on by itself. A small disk of its own is made of memory for that.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordingTimeline, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { HeadlessParticipant } from '@veche/headless/participant.ts';
import { RestClient } from '@veche/headless/rest-client.ts';
import { tone } from '@veche/headless/sound-signal.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Owner, registerOwner } from './harness/api.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';

/** What must be free for a recording to begin, and a little more. */
const diskMegabytes = 580;
const fullMs = 25_000;
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a disk that fills up while a meeting is recorded', () => {
  const disk = mkdtempSync(join(tmpdir(), 'veche-disk-'));
  const ballast = join(disk, 'ballast');
  let program: Program;
  let owner: Owner;
  let conferenceId: string;
  let recordingId: string;
  let startedAtMs: number;
  let savedUpToMs: number;
  const people: HeadlessParticipant[] = [];

  const api = async <Answer>(path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${program.origin}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const recording = () => people[0]!.call.state.recording;

  beforeAll(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', disk]);
    program = await startProgram({ workers: 1, environment: { VECHE_DATA: join(disk, 'data') } });
    owner = await registerOwner(program.origin);
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
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('R6: the room is told within 15 s', async () => {
    await eventually(
      'something is stored',
      async () => recording()?.savedUpToMs ?? 0,
      (ms) => ms > 0,
      20_000,
    );
    fill(ballast);
    const fullAtMs = Date.now();
    await eventually(
      'the room is told',
      async () => recording()?.trouble,
      (trouble) => trouble === 'diskFull' || trouble === 'storeAway',
      15_000,
    );
    console.log(`told ${Date.now() - fullAtMs} ms after the disk was full`);
    savedUpToMs = recording()!.savedUpToMs!;
    await pass(fullMs);
    expect(recording()?.trouble).not.toBeNull();
  });

  it('R6: it heals by itself when there is room again', async () => {
    rmSync(ballast);
    await eventually(
      'all is well',
      async () => recording()?.trouble,
      (trouble) => trouble === null,
      15_000,
    );
    await eventually(
      'more is stored',
      async () => recording()?.savedUpToMs ?? 0,
      (ms) => ms > savedUpToMs + fullMs,
      20_000,
    );
  });

  it('R5: nothing is lost: neither what was stored before nor what memory held', async () => {
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
