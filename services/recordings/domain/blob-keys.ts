/** Under which keys a recording's files lie. What people call it stands in no key. */
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';

export const recordingsFolder = 'recordings';

export const recordingFolder = (recordingId: string): string => `${recordingsFolder}/${recordingId}`;
export const chunksFolder = (recordingId: string): string => `${recordingFolder(recordingId)}/chunks`;

/** The hash is part of it: were a chunk ever told again with other bytes, those that the index knows would stay as they are. */
export function chunkKey({ recordingId, runStartedAtMs, number, sha256 }: RecordedChunk): string {
  return `${chunksFolder(recordingId)}/${runStartedAtMs}-${number}-${sha256.slice(0, 16)}`;
}

export interface RecordingFile {
  readonly recordingId: string;
  /** undefined = it is none of the chunks as they were recorded. */
  readonly chunk: Pick<RecordedChunk, 'runStartedAtMs' | 'number'> | undefined;
}

/** What lies there; undefined = none of our files. */
export function fileOfKey(key: string): RecordingFile | undefined {
  const [folder, recordingId, ...rest] = key.split('/');
  if (folder !== recordingsFolder || recordingId === undefined || rest.length === 0) return undefined;
  if (rest[0] !== 'chunks') return { recordingId, chunk: undefined };
  const [, run, number] = /^([0-9]+)-([0-9]+)-[0-9a-f]+$/.exec(rest[1] ?? '') ?? [];
  if (run === undefined || number === undefined || rest.length > 2) return undefined;
  return { recordingId, chunk: { runStartedAtMs: Number(run), number: Number(number) } };
}
