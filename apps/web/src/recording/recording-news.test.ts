import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import { describe, expect, it } from 'vitest';
import { recordingNews } from './recording-news.ts';

const running: RecordingStatus = {
  recordingId: 'one',
  state: 'recording',
  startedAtMs: 1_000,
  by: 'host',
  savedUpToMs: null,
  trouble: null,
};
const here = (recording: RecordingStatus | null, roomId: string | null = null) => ({ roomId, recording });

describe('news of the recording (R1)', () => {
  it('tells whoever comes in late that it runs, and nothing where it does not', () => {
    expect(recordingNews(undefined, here(running))).toBe('found');
    expect(recordingNews(undefined, here({ ...running, state: 'paused' }))).toBe('found');
    expect(recordingNews(undefined, here(null))).toBeUndefined();
  });
  it('tells of start, pause, resume and stop', () => {
    const paused: RecordingStatus = { ...running, state: 'paused' };
    expect(recordingNews(here(null), here(running))).toBe('started');
    expect(recordingNews(here(running), here(paused))).toBe('paused');
    expect(recordingNews(here(paused), here(running))).toBe('resumed');
    expect(recordingNews(here(running), here(null))).toBe('stopped');
    expect(recordingNews(here(paused), here(null))).toBe('stopped');
  });
  it('asks again where another recording has taken the place of the first', () => {
    expect(recordingNews(here(running), here({ ...running, recordingId: 'two' }))).toBe('started');
  });
  it('does not tell of the one room’s end in the other, but of what runs there', () => {
    expect(recordingNews(here(running), here(null, 'room'))).toBeUndefined();
    expect(recordingNews(here(null), here(running, 'room'))).toBe('found');
    expect(recordingNews(here(running, 'room'), here({ ...running, recordingId: 'two' }))).toBe('found');
  });
  it('says that it is well again, and is silent about what was saved (R6)', () => {
    const ill: RecordingStatus = { ...running, trouble: 'diskFull' };
    expect(recordingNews(here(running), here(ill))).toBeUndefined();
    expect(recordingNews(here(ill), here(running))).toBe('wellAgain');
    expect(recordingNews(here(running), here({ ...running, savedUpToMs: 5_000 }))).toBeUndefined();
  });
});
