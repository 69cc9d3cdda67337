import { describe, expect, it } from 'vitest';
import { recordingForTests } from '../recording-for-tests.ts';
import { groupRecordings } from './group-recordings.ts';

const room = (id: string, mainRecordingId: string | null, startedAt = '2026-11-29T10:10:00Z') =>
  recordingForTests(id, { mainRecordingId, roomName: id, startedAt });
const shape = (list: Parameters<typeof groupRecordings>[0]) =>
  groupRecordings(list).map(({ main, rooms }) => [main.id, ...rooms.map(({ id }) => id)]);

describe('recordings of breakout rooms', () => {
  it('stand under their meeting’s, in the order of their start, wherever they were in the list', () => {
    const late = room('late', 'main', '2026-11-29T10:20:00Z');
    expect(shape([recordingForTests('new'), late, room('early', 'main'), recordingForTests('main')])).toEqual([
      ['new'],
      ['main', 'early', 'late'],
    ]);
  });
  it('stand by themselves where their meeting’s is not here', () => {
    expect(shape([room('lone', 'elsewhere'), room('bare', null)])).toEqual([['lone'], ['bare']]);
  });
});
