import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import type { RecordingAction } from '@veche/contracts/recording/recording-status.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackMeeting, startLoopbackMeeting } from './fixtures/loopback-meeting.ts';
import type { HeadlessParticipant } from './participant.ts';
import { type Signal, tone } from './sound-signal.ts';

let meeting: LoopbackMeeting;
let anna: HeadlessParticipant;
let boris: HeadlessParticipant;
let speaker: 'anna' | 'boris' | undefined;

/** Speaks, as a voice does by its syllables, while it is their turn. */
function voice(who: 'anna' | 'boris', hz: number): Signal {
  const sound = tone(hz, 9_000);
  let block = 0;
  return (samples) => {
    sound(samples);
    block += 1;
    const loudness = speaker === who ? 0.55 + 0.45 * Math.sin((2 * Math.PI * 4 * block) / 100) : 0;
    for (let at = 0; at < samples.length; at++) samples[at] = samples[at]! * loudness;
  };
}
const picture = (colour: number) => ({ widthPx: 320, heightPx: 180, framesPerSecond: 20, colour });

beforeEach(async () => {
  speaker = undefined;
  meeting = await startLoopbackMeeting();
  meeting.soundMode = 'mixed';
  anna = meeting.participant('Anna', { role: 'host', picture: picture(3), sound: voice('anna', 440) });
  boris = meeting.participant('Boris', { picture: picture(9), sound: voice('boris', 660) });
  await anna.join();
  await boris.join();
  await vi.waitFor(() => expect([anna.call.state.media, boris.call.state.media]).toEqual(['up', 'up']), 10_000);
});
afterEach(() => meeting.close());

const record = async (action: RecordingAction) => (await anna.call.order('record', { action })).recordingId;
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const shelf = () => meeting.recordings;
const chunksOf = (recordingId: string): RecordedChunk[] =>
  shelf()
    .chunks.map(({ chunk }) => chunk)
    .filter((chunk) => chunk.recordingId === recordingId)
    .toSorted((a, b) => a.startMs - b.startMs);
const ended = (recordingId: string) => vi.waitFor(() => expect(shelf().hasEnded(recordingId)).toBe(true), 10_000);
const runsOf = (chunks: readonly RecordedChunk[]) => [...new Set(chunks.map(({ runStartedAtMs }) => runStartedAtMs))];
const endMs = ({ startMs, durationMs }: RecordedChunk) => startMs + durationMs;

function expectUnbroken(chunks: readonly RecordedChunk[]): void {
  for (const runStartedAtMs of runsOf(chunks)) {
    const run = chunks.filter((chunk) => chunk.runStartedAtMs === runStartedAtMs);
    run.forEach((chunk, at) => {
      expect(chunk.number).toBe(at);
      expect(chunk.startMs).toBe(at === 0 ? runStartedAtMs : endMs(run[at - 1]!));
    });
  }
}

describe('recording a meeting', () => {
  it('R1, R3: shows whoever speaks, pauses exactly, and everybody is told', { timeout: 60_000 }, async () => {
    speaker = 'anna';
    await pass(1_500);
    const recordingId = await record('start');
    await vi.waitFor(() => expect(boris.call.state.recording).toMatchObject({ recordingId, state: 'recording' }));
    await pass(3_000);
    speaker = 'boris';
    await pass(3_000);
    const pausedAtMs = Date.now();
    await record('pause');
    await vi.waitFor(() => expect(boris.call.state.recording?.state).toBe('paused'));
    await pass(2_000);
    const resumedAtMs = Date.now();
    await record('resume');
    await pass(2_500);
    const late = meeting.participant('Vera');
    await late.join();
    expect(late.call.state.recording).toMatchObject({ recordingId, state: 'recording' });
    await record('stop');
    await vi.waitFor(() => expect(boris.call.state.recording).toBeNull());
    await ended(recordingId);

    const chunks = chunksOf(recordingId);
    expectUnbroken(chunks);
    expect(chunks.map((chunk) => chunk.picture?.participantId)).toEqual([anna.id, boris.id, boris.id]);
    const [first, , third] = chunks;
    expect(first!.durationMs).toBeGreaterThan(2_500);
    expect(first!.durationMs).toBeLessThan(3_000 + 1_500);
    expect(runsOf(chunks)).toHaveLength(2);
    expect(Math.abs(endMs(chunks[1]!) - pausedAtMs)).toBeLessThan(250);
    expect(Math.abs(third!.startMs - resumedAtMs)).toBeLessThan(250);
    expect(shelf().changes.map(({ state }) => state)).toEqual(['paused', 'recording', 'ended']);
    expect(first!.speakers.at(0)).toMatchObject({ atMs: first!.startMs });
    expect(first!.speakers.some(({ participantId }) => participantId === anna.id)).toBe(true);
  });

  it('R5: goes on by itself after the worker’s death, in the same recording, and the gap shows', {
    timeout: 60_000,
  }, async () => {
    const recordingId = await record('start');
    await pass(3_000);
    const killedAtMs = Date.now();
    process.kill(meeting.workerProcessId()!, 'SIGKILL');
    await vi.waitFor(() => expect(boris.call.state.recording?.trouble).toBe('mediaLost'), 5_000);
    await vi.waitFor(() => expect(boris.call.state.recording?.trouble).toBeNull(), 10_000);
    expect(boris.call.state.recording).toMatchObject({ recordingId, state: 'recording' });
    await vi.waitFor(() => expect(anna.call.state.media).toBe('up'), 10_000);
    await pass(3_000);
    await record('stop');
    await ended(recordingId);

    const chunks = chunksOf(recordingId);
    expectUnbroken(chunks);
    const [before, after] = runsOf(chunks);
    expect(runsOf(chunks)).toHaveLength(2);
    const lastBefore = chunks.findLast(({ runStartedAtMs }) => runStartedAtMs === before)!;
    // What the process had in memory: half a second of order, a quarter until it is written.
    expect(killedAtMs - endMs(lastBefore)).toBeLessThan(1_000);
    expect(after! - killedAtMs).toBeLessThan(5_000);
    expect(chunks.at(-1)!.picture).not.toBeNull();
  });

  it('R6: says within seconds that chunks are not kept, and heals without losing one', {
    timeout: 60_000,
  }, async () => {
    const recordingId = await record('start');
    shelf().isAway = true;
    await pass(500);
    const awayAtMs = Date.now();
    await vi.waitFor(() => expect(boris.call.state.recording?.trouble).toBe('storeAway'), 14_000);
    expect(Date.now() - awayAtMs).toBeLessThan(14_000);
    await pass(4_000);
    shelf().isAway = false;
    await vi.waitFor(() => expect(boris.call.state.recording?.trouble).toBeNull(), 8_000);
    expect(boris.call.state.recording!.savedUpToMs).toBeGreaterThan(awayAtMs);
    await record('stop');
    await ended(recordingId);
    const chunks = chunksOf(recordingId);
    expectUnbroken(chunks);
    expect(runsOf(chunks)).toHaveLength(1);
    expect(endMs(chunks.at(-1)!) - chunks[0]!.startMs).toBeGreaterThan(10_000);
  });

  it('R1: ends with the meeting', { timeout: 30_000 }, async () => {
    const recordingId = await record('start');
    await pass(1_500);
    await Promise.all([anna.leave(), boris.leave()]);
    await ended(recordingId);
    expect(chunksOf(recordingId).length).toBeGreaterThan(0);
  });

  it('B3: a room has a recording of its own, which ends when the rooms close', { timeout: 60_000 }, async () => {
    const main = await record('start');
    const { roomIds } = await anna.call.order('createRooms', { names: ['One'], assign: 'byHand' });
    const roomId = roomIds[0]!;
    await anna.call.order('assign', { participantIds: [boris.id!], roomId });
    await anna.call.order('openRooms', {});
    await vi.waitFor(() => expect(boris.call.state.room?.roomId).toBe(roomId));
    expect(boris.call.state.recording).toBeNull();
    await anna.call.order('enterRoom', { roomId });
    await vi.waitFor(() => expect(anna.call.state.room?.roomId).toBe(roomId));
    const own = await record('start');
    expect(own).not.toBe(main);
    await vi.waitFor(() => expect(boris.call.state.recording?.recordingId).toBe(own));
    await pass(2_500);
    await anna.call.order('closeRooms', { inSeconds: 0 });
    await vi.waitFor(() => expect(boris.call.state.recording?.recordingId).toBe(main));
    await ended(own);
    expect(shelf().begun.find(({ recordingId }) => recordingId === own)?.conferenceId).toBe(roomId);
    expect(chunksOf(own).every((chunk) => chunk.conferenceId === roomId)).toBe(true);
    expect(shelf().hasEnded(main)).toBe(false);
    await record('stop');
    await ended(main);
    expectUnbroken(chunksOf(main));
  });
});
