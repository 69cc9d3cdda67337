/**
 * The recordings of one meeting: what hosts and scripts ask for is written down, carried out and answered in this order, one thing at a time; what ends a
 * recording otherwise (a room that closes, a meeting that is over) ends it in the same way.
 */
import { randomUUID } from 'node:crypto';
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordingAction, RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import type { RecordingAnswer } from '@veche/contracts/rest/recordings.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { LiveMeeting } from '../control/meeting/meeting-state.ts';
import type { MeetingOutput } from '../control/meeting/meeting-step.ts';
import type { SteppedMeeting } from './media-calls.ts';
import type { RecordingLine } from './recording-line.ts';

export interface RecordedMeeting extends SteppedMeeting {
  /** Resolves when what the meeting is now is written down, so that it outlives this server. */
  settled(): Promise<void>;
}

type ToRecord = Extract<MeetingOutput, { type: 'record' }>['recordings'];

export class ConferenceRecordings {
  readonly #line: RecordingLine;
  readonly #meeting: RecordedMeeting;
  readonly #clock: Clock;
  readonly #endTold = new Set<string>();
  #asked: Promise<unknown> = Promise.resolve();

  constructor(line: RecordingLine, meeting: RecordedMeeting, clock: Clock) {
    this.#line = line;
    this.#meeting = meeting;
    this.#clock = clock;
    for (const { recordingId } of meeting.state().recordings.values()) this.#follow(recordingId);
  }

  /** null = the main room. Rejects with a VecheError. */
  record(by: string | null, roomId: string | null, action: RecordingAction): Promise<RecordingAnswer> {
    const answer = this.#asked.then(() => this.#carryOut(by, roomId, action));
    this.#asked = answer.catch(() => undefined);
    return answer;
  }

  /** The worker is to record these. */
  obey(recordings: ToRecord): void {
    const { conferenceId } = this.#meeting.state();
    const rooms = recordings.map(({ roomId, recordingId }) => ({ roomId: roomId ?? conferenceId, recordingId }));
    this.#line.record(conferenceId, rooms);
  }

  /** After every step. */
  changed(before: LiveMeeting, after: LiveMeeting): void {
    if (before.recordings === after.recordings) return;
    const standing = new Set([...after.recordings.values()].map(({ recordingId }) => recordingId));
    for (const { recordingId } of before.recordings.values()) if (!standing.has(recordingId)) this.#ended(recordingId);
  }

  /** The meeting is about to be: so are they, and nothing of them is kept. */
  over(): void {
    for (const roomId of this.#meeting.state().recordings.keys()) {
      this.#meeting.step({ type: 'recording', roomId, recording: null });
    }
  }

  /** The meeting is closed here, and may be opened again as it was kept. */
  close(): void {
    this.#line.record(this.#meeting.state().conferenceId, []);
  }

  async #carryOut(by: string | null, roomId: string | null, action: RecordingAction): Promise<RecordingAnswer> {
    const current = this.#meeting.state().recordings.get(roomId);
    if (current === undefined) {
      if (action !== 'start') throw new VecheError('not_recording');
      return await this.#begin(by, roomId);
    }
    const { recordingId } = current;
    if (action === 'stop') {
      this.#meeting.step({ type: 'recording', roomId, recording: null });
      await this.#meeting.settled();
      return { id: recordingId, recording: null };
    }
    const state = action === 'pause' ? 'paused' : 'recording';
    if (current.state === state) return { id: recordingId, recording: current };
    await this.#line.keeper.recordingChanged({ recordingId, state, atMs: this.#clock.nowMs() });
    const now = this.#meeting.state().recordings.get(roomId);
    if (now?.recordingId !== recordingId) throw new VecheError('not_recording');
    const recording: RecordingStatus = { ...now, state, by };
    this.#meeting.step({ type: 'recording', roomId, recording });
    await this.#meeting.settled();
    return { id: recordingId, recording };
  }

  async #begin(by: string | null, roomId: string | null): Promise<RecordingAnswer> {
    const recordingId = randomUUID();
    const atMs = this.#clock.nowMs();
    const conferenceId = roomId ?? this.#meeting.state().conferenceId;
    await this.#line.keeper.recordingBegun({ recordingId, conferenceId, atMs });
    this.#follow(recordingId);
    const recording = {
      recordingId,
      state: 'recording',
      startedAtMs: atMs,
      by,
      savedUpToMs: null,
      trouble: null,
    } as const;
    this.#meeting.step({ type: 'recording', roomId, recording });
    // Over, or the room was closed, while it was written down.
    if (this.#meeting.state().recordings.get(roomId)?.recordingId !== recordingId) {
      this.#ended(recordingId);
      throw new VecheError('nobody_to_record');
    }
    await this.#meeting.settled();
    return { id: recordingId, recording };
  }

  #follow(recordingId: string): void {
    this.#line.follow(recordingId, {
      saved: (savedUpToMs) => this.#meeting.step({ type: 'recordingSaved', recordingId, savedUpToMs }),
      trouble: (trouble) => this.#meeting.step({ type: 'recordingTrouble', recordingId, trouble }),
    });
  }

  /** Told only once everything of it is kept. */
  #ended(recordingId: string): void {
    if (this.#endTold.has(recordingId)) return;
    this.#endTold.add(recordingId);
    const atMs = this.#clock.nowMs();
    void this.#line.tellEnded(recordingId, atMs);
  }
}
