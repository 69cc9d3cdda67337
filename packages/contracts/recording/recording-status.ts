/** What everybody in a room sees of its recording. */
import Type, { type Static } from 'typebox';
import { ParticipantId, RecordingId } from '../ids.ts';

export const RecordingAction = Type.Union([
  Type.Literal('start'),
  Type.Literal('pause'),
  Type.Literal('resume'),
  Type.Literal('stop'),
]);

export const RecordingStatus = Type.Object({
  recordingId: RecordingId,
  state: Type.Union([Type.Literal('recording'), Type.Literal('paused')]),
  /** Milliseconds since the epoch, by the server's clock, as all times here. */
  startedAtMs: Type.Number(),
  /** Who pressed the button last; null = a script did. */
  by: Type.Union([ParticipantId, Type.Null()]),
  /** Everything up to this moment is stored for good; null = nothing yet. */
  savedUpToMs: Type.Union([Type.Number(), Type.Null()]),
  /** What is being recorded cannot be stored at the moment, and why; null = it can. It is kept and tried again. */
  trouble: Type.Union([Type.Literal('diskFull'), Type.Literal('storeAway'), Type.Literal('mediaLost'), Type.Null()]),
});

/** A recording that goes on, as it is kept with its meeting over a restart. */
export const KeptRecording = Type.Object({
  recordingId: RecordingId,
  /** null = the main room. */
  roomId: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([Type.Literal('recording'), Type.Literal('paused')]),
  startedAtMs: Type.Number(),
});

export type RecordingAction = Static<typeof RecordingAction>;
export type RecordingStatus = Static<typeof RecordingStatus>;
export type KeptRecording = Static<typeof KeptRecording>;
export type RecordingTrouble = NonNullable<RecordingStatus['trouble']>;
