/** A recording of a meeting, for tests. */
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';

export const recordingForTests = (id: string, changes: Partial<RecordingSummary> = {}): RecordingSummary => ({
  id,
  conferenceId: 'conference',
  mainRecordingId: null,
  roomName: null,
  name: `Council ${id}`,
  ownerName: 'Anna',
  own: true,
  startedAt: '2026-11-29T10:00:00Z',
  endedAt: '2026-11-29T11:00:00Z',
  state: 'ready',
  durationMs: 3_600_000,
  sizeBytes: 1_000_000,
  thumbnail: null,
  shared: false,
  goneAt: null,
  keptUntil: null,
  ...changes,
});
