/** Recordings as a meeting's host has them written down: what is asked for is durable when it is answered, and ends when it must (R1, R5). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Peer, type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';

let server: RunningMediaServer;
let conferenceId: string;
let host: Peer;

beforeAll(async () => {
  server = await runMediaServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  conferenceId = randomUUID();
  ({ peer: host } = await server.join(server.token({ conferenceId, role: 'host', isOwner: true })));
});

const kept = () => server.live.get(conferenceId)?.kept.recordings ?? [];
const ended = (recordingId: string) =>
  vi.waitFor(() => expect(server.recordings.hasEnded(recordingId)).toBe(true), 5_000);
const record = async (action: 'start' | 'pause' | 'resume' | 'stop') =>
  (await host.call('record', { action })).recordingId;
const rejected = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('recordings of a meeting', () => {
  it('R5: are written down when they are answered, whatever else is', async () => {
    // What was told at the join is told; nothing but the recording is news.
    await vi.waitFor(() => expect(server.live.get(conferenceId)?.participants).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const recordingId = await record('start');
    expect(kept()).toMatchObject([{ recordingId, roomId: null, state: 'recording' }]);
    await record('pause');
    expect(kept()).toMatchObject([{ recordingId, state: 'paused' }]);
    await record('resume');
    expect(kept()).toMatchObject([{ recordingId, state: 'recording' }]);
    await record('stop');
    expect(kept()).toEqual([]);
    await ended(recordingId);
  });

  it('R1: end with the meeting, and do not begin again with the next', async () => {
    const recordingId = await record('start');
    await host.call('leave', {});
    await ended(recordingId);
    await vi.waitFor(() => expect(server.media.live(conferenceId)).toBeUndefined());
    expect(kept()).toEqual([]);
    const { joined } = await server.join(server.token({ conferenceId, role: 'host', isOwner: true }));
    expect(joined.recording).toBeNull();
  });

  it('R5: are not ended by a stranger who knocks in vain before anybody is back', async () => {
    const recordingId = randomUUID();
    const meeting = randomUUID();
    const keptMeeting = {
      policy: { lobby: false, locked: true, unmuteSelf: true, startVideo: true, shareScreen: true },
      rooms: [],
      open: false,
      byChoice: false,
      mayReturn: true,
      closesAtMs: null,
      prepared: [],
      people: [],
      removed: [],
      recordings: [{ recordingId, roomId: null, state: 'recording', startedAtMs: 1 }],
      hands: 0,
      attendance: { most: 1, personMs: 1, openMs: 1 },
    } as const;
    const place = { conferenceId: meeting, kept: structuredClone(keptMeeting) as never };
    expect(await rejected(server.join(server.token(place)))).toBe('meeting_locked');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.recordings.hasEnded(recordingId)).toBe(false);
    const { joined } = await server.join(server.token({ ...place, role: 'host', isOwner: true }));
    expect(joined.recording).toMatchObject({ recordingId, state: 'recording' });
  });

  it('two hosts who press at once begin one', async () => {
    const { peer: other } = await server.join(server.token({ conferenceId, role: 'guest' }));
    const otherId = (await host.notified('participantsJoined')).participants[0]!.participantId;
    await host.call('setRole', { participantId: otherId, role: 'coHost' });
    const [one, two] = await Promise.all([record('start'), other.call('record', { action: 'start' })]);
    expect(two.recordingId).toBe(one);
    expect(server.recordings.begun.filter((begun) => begun.conferenceId === conferenceId)).toHaveLength(1);
    await record('stop');
    expect(await rejected(other.call('record', { action: 'pause' }))).toBe('not_recording');
  });

  it('R8: guests begin none', async () => {
    const { peer: guest } = await server.join(server.token({ conferenceId }));
    expect(await rejected(guest.call('record', { action: 'start' }))).toBe('not_a_host');
  });

  it('a script records a meeting in which somebody is, and no other', async () => {
    expect((await server.media.record(conferenceId, 'start')).recording).toMatchObject({
      state: 'recording',
      by: null,
    });
    await host.notified('recordingChanged', ({ recording }) => recording?.state === 'recording');
    expect(await rejected(server.media.record(randomUUID(), 'start'))).toBe('nobody_to_record');
    expect((await server.media.record(conferenceId, 'stop')).recording).toBeNull();
  });

  it('R6: whoever keeps them and refuses a beginning is heard, and nothing has begun', async () => {
    server.recordings.refuse = 'recordings_full';
    expect(await rejected(record('start'))).toBe('recordings_full');
    server.recordings.refuse = undefined;
    expect(host.methodsHeard()).not.toContain('recordingChanged');
  });
});
