/** Spool files of one chunk as a run writes them, with the still as every picture. */
import type { RecordedPicture } from '@veche/contracts/recording/recorded-chunk.ts';
import { stillPictures } from '../sealing/still-pictures.ts';
import { silentFrame } from '../sound/sound-row.ts';
import { type SpoolHead, type SpoolRecord, writeSpoolRecord } from '../spool/spool-records.ts';

export const spoolHead: SpoolHead = {
  version: 1,
  recordingId: 'b1e6b510-37fd-4f9b-8f85-b6579f2b5e55',
  conferenceId: '7bbf0e82-3d71-4cb7-95d4-4fc987dc6897',
  runStartedAtMs: 1_790_000_000_000,
  number: 0,
  startMs: 1_790_000_000_000,
  codec: 'h264',
};

export interface SpooledOptions {
  readonly head?: Partial<SpoolHead>;
  readonly durationMs?: number;
  readonly codec?: 'h264' | 'vp8';
  /** null = nobody's. */
  readonly picture?: RecordedPicture | null;
  /** From the start of the chunk. */
  readonly picturesAtMs?: readonly number[];
}

const anna: RecordedPicture = { participantId: '54915c80-d3e7-4093-8e38-67f75e6159df', source: 'camera' };

export function spooledRecords({
  head,
  durationMs = 2_000,
  codec = 'h264',
  picture = anna,
  picturesAtMs = [13, 513, 1_013, 1_513],
}: SpooledOptions = {}): SpoolRecord[] {
  const whole = { ...spoolHead, codec, ...head };
  const still = stillPictures[codec];
  const records: SpoolRecord[] = [
    { type: 'head', head: whole },
    { type: 'speaker', atMs: whole.startMs, participantId: null },
  ];
  if (picture !== null) records.push({ type: 'format', format: still.format, picture });
  for (let atMs = 0; atMs < durationMs; atMs += 20) {
    for (const pictureMs of picture === null ? [] : picturesAtMs) {
      if (pictureMs >= atMs && pictureMs < atMs + 20) {
        records.push({ type: 'picture', atMs: whole.startMs + pictureMs, key: true, data: still.data });
      }
    }
    records.push({ type: 'sound', payload: silentFrame });
  }
  return records;
}

export const spooled = (options: SpooledOptions = {}): Buffer =>
  Buffer.concat(spooledRecords(options).map(writeSpoolRecord));
