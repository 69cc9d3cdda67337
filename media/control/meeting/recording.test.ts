import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptOf } from './keeping.ts';
import { openMeeting } from './meeting-state.ts';
import { Seminar } from './suite/seminar.ts';
import { insideOf } from './views.ts';

let seminar: Seminar;
beforeEach(() => {
  seminar = Seminar.begun();
});

const running = (recordingId: string): RecordingStatus => ({
  recordingId,
  state: 'recording',
  startedAtMs: 5,
  by: 'olga',
  savedUpToMs: null,
  trouble: null,
});
const record = (roomId: string | null, recording: RecordingStatus | null) =>
  seminar.step({ type: 'recording', roomId, recording });
const recorded = () => seminar.outputs.flatMap((output) => (output.type === 'record' ? [output.recordings] : []));
/** Who is told what of a recording by the last step. */
const told = () =>
  seminar.outputs.flatMap((output) =>
    output.type === 'tell' && output.notification.method === 'recordingChanged'
      ? [{ to: output.to.toSorted(), recording: output.notification.params.recording }]
      : [],
  );
const everybody = ['gleb', 'kim', 'kostya', 'olga', 'tanja'];

describe('R1: a meeting that is recorded', () => {
  it('tells everybody inside, and the worker', () => {
    record(null, running('r'));
    expect(told()).toEqual([{ to: everybody, recording: running('r') }]);
    expect(recorded()).toEqual([[{ roomId: null, recordingId: 'r' }]]);
    record(null, null);
    expect(told()).toEqual([{ to: everybody, recording: null }]);
    expect(recorded()).toEqual([[]]);
  });

  it('tells whoever comes later with everything else, and nobody at the door', () => {
    record(null, running('r'));
    seminar.join('late');
    expect(insideOf(seminar.state, seminar.of('late')).recording).toEqual(running('r'));
    expect(JSON.stringify(seminar.outputs)).not.toContain('recordingChanged');
  });

  it('is not recorded while it is paused', () => {
    record(null, running('r'));
    const paused = { ...running('r'), state: 'paused' } as const;
    record(null, paused);
    expect(told()).toEqual([{ to: everybody, recording: paused }]);
    expect(recorded()).toEqual([[]]);
    record(null, running('r'));
    expect(recorded()).toEqual([[{ roomId: null, recordingId: 'r' }]]);
  });

  it('R6: tells how far it is kept, never less, and what is wrong, once', () => {
    record(null, running('r'));
    seminar.step({ type: 'recordingSaved', recordingId: 'r', savedUpToMs: 90 });
    expect(told()[0]!.recording?.savedUpToMs).toBe(90);
    seminar.step({ type: 'recordingSaved', recordingId: 'r', savedUpToMs: 80 });
    expect(told()).toEqual([]);
    seminar.step({ type: 'recordingTrouble', recordingId: 'r', trouble: 'diskFull' });
    expect(told()[0]!.recording).toMatchObject({ savedUpToMs: 90, trouble: 'diskFull' });
    seminar.step({ type: 'recordingTrouble', recordingId: 'r', trouble: 'diskFull' });
    expect(told()).toEqual([]);
    seminar.step({ type: 'recordingTrouble', recordingId: 'r', trouble: null });
    expect(told()[0]!.recording?.trouble).toBeNull();
    expect(recorded()).toEqual([]);
    seminar.step({ type: 'recordingTrouble', recordingId: 'another', trouble: 'diskFull' });
    expect(seminar.outputs).toEqual([]);
  });

  it('R5: goes on by itself with a new worker, and says meanwhile that it does not', () => {
    record(null, running('r'));
    seminar.step({ type: 'mediaLost' });
    expect(told()[0]!.recording?.trouble).toBe('mediaLost');
    seminar.step({ type: 'mediaBack' });
    expect(told()[0]!.recording?.trouble).toBeNull();
    expect(recorded()).toEqual([[{ roomId: null, recordingId: 'r' }]]);
  });

  it('R5: goes on after a restart of the server, as it was kept', () => {
    record(null, { ...running('r'), savedUpToMs: 70, trouble: 'storeAway' });
    const kept = keptOf(seminar.state, seminar.nowMs);
    const opening = { conferenceId: 'main', name: 'Seminar', soundMode: 'mixed', lobby: false } as const;
    const again = new Seminar(openMeeting({ ...opening, media: 'up', kept }, 2_000_000));
    again.join('olga', { role: 'host', isOwner: true });
    expect(insideOf(again.state, again.of('olga')).recording).toEqual({ ...running('r'), by: null });
  });
});

describe('B3: rooms that are recorded', () => {
  beforeEach(() => {
    seminar.call('olga', 'createRooms', { names: ['One', 'Two'], assign: 'byHand' });
    seminar.call('olga', 'assign', { participantIds: ['gleb'], roomId: 'room1' });
    seminar.call('olga', 'openRooms', {});
    record('room1', running('one'));
  });

  it('tell those who are there, and nobody else', () => {
    expect(told()).toEqual([{ to: ['gleb'], recording: running('one') }]);
    record(null, running('main'));
    expect(told()).toEqual([{ to: everybody.filter((who) => who !== 'gleb'), recording: running('main') }]);
    expect(recorded()[0]).toHaveLength(2);
  });

  it('are no longer recorded when they close, or are taken away; the main room is', () => {
    record(null, running('main'));
    seminar.call('olga', 'removeRoom', { roomId: 'room1' });
    expect([...seminar.state.recordings.keys()]).toEqual([null]);
    expect(recorded()).toEqual([[{ roomId: null, recordingId: 'main' }]]);
    record('room2', running('two'));
    seminar.call('olga', 'closeRooms', { inSeconds: 0 });
    expect([...seminar.state.recordings.keys()]).toEqual([null]);
  });

  it('whoever goes from one to the other sees which of them is recorded', () => {
    seminar.call('olga', 'enterRoom', { roomId: 'room1' });
    const entered = seminar.outputs.flatMap((output) =>
      output.type === 'tell' && output.notification.method === 'entered' ? [output.notification.params] : [],
    );
    expect(entered[0]?.recording).toEqual(running('one'));
  });
});
