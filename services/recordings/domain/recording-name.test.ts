import type { VecheError } from '@veche/contracts/errors.ts';
import { isBlobKey } from '@veche/ports/blobs/blob-key.ts';
import { describe, expect, it } from 'vitest';
import { chunkForTests } from '../suite/recordings-for-tests.ts';
import { chunkKey, fileOfKey } from './blob-keys.ts';
import { fileNameOf, parseRecordingName } from './recording-name.ts';

describe('a recording’s name', () => {
  const codeOf = (typed: string): string => {
    try {
      return parseRecordingName(typed);
    } catch (error) {
      return (error as VecheError).code;
    }
  };
  it('is one line of up to 100 characters', () => {
    expect(codeOf('  Неделя 12 ')).toBe('Неделя 12');
    expect(codeOf(' \u200b')).toBe('recording_name_missing');
    expect(codeOf('x'.repeat(101))).toBe('recording_name_too_long');
    expect(codeOf('a\nb')).toBe('invalid_request');
  });

  it('gives a file a name that is none of a path, and never empty', () => {
    const named = (name: string) => fileNameOf(name, '2026-03-01T12:00:00.000Z', '.mp4');
    expect(named('Standup: week 12')).toBe('Standup week 12 2026-03-01.mp4');
    expect(named('../../etc/passwd')).toBe('etc passwd 2026-03-01.mp4');
    expect(named('...')).toBe('Recording 2026-03-01.mp4');
    expect(named('a\u202egnp.exe')).toBe('a gnp.exe 2026-03-01.mp4');
  });
});

describe('where chunks lie', () => {
  const recordingId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';

  it('is a key that every storage takes, and that tells whose it is', () => {
    const { chunk } = chunkForTests(recordingId, 7);
    const key = chunkKey(chunk);
    expect(isBlobKey(key)).toBe(true);
    expect(fileOfKey(key)).toEqual({
      recordingId,
      chunk: { runStartedAtMs: chunk.runStartedAtMs, number: 7 },
    });
  });

  it('is told from what was made of them, and from what is none of ours', () => {
    expect(fileOfKey(`recordings/${recordingId}/video-720-h264`)).toEqual({ recordingId, chunk: undefined });
    expect(fileOfKey(`recordings/${recordingId}/chunks/nonsense`)).toBeUndefined();
    expect(fileOfKey('recordings/stray')).toBeUndefined();
    expect(fileOfKey(`chat/${recordingId}/x`)).toBeUndefined();
  });
});
