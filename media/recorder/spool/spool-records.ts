/**
 * The spool file: one chunk as it grows on disk, record by record, so that whatever had been written when a process died can be read up to there. A record:
 * length of the body in four bytes, its CRC-32, its type, the body. The first is the head; what follows the last whole record counts for nothing.
 */

import { limits } from '@veche/contracts/limits.ts';
import type { RecordedPicture } from '@veche/contracts/recording/recorded-chunk.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import { crc32 } from '../../wire/crc32.ts';
import type { PictureFormat } from '../picture/encoded-picture.ts';

export interface SpoolHead {
  readonly version: 1;
  readonly recordingId: string;
  readonly conferenceId: string;
  readonly runStartedAtMs: number;
  readonly number: number;
  readonly startMs: number;
  /** What a stand-in for a picture is to be encoded in. */
  readonly codec: 'h264' | 'vp8';
}

export type SpoolRecord =
  | { readonly type: 'head'; readonly head: SpoolHead }
  /** 20 ms each, one after the other from the start of the chunk. */
  | { readonly type: 'sound'; readonly payload: Uint8Array }
  | { readonly type: 'format'; readonly format: PictureFormat; readonly picture: RecordedPicture }
  | { readonly type: 'picture'; readonly atMs: number; readonly key: boolean; readonly data: Uint8Array }
  | { readonly type: 'speaker'; readonly atMs: number; readonly participantId: string | null };

const headerBytes = 9;
/** Of a picture, with what stands in front of its units. */
const bodyMaxBytes = limits.recordedFrameMaxBytes + 64 * 1024;
const types = ['head', 'sound', 'format', 'picture', 'speaker'] as const;
const pictureHeadBytes = 9;

/** What it writes, `readSpoolRecords` reads. */
export function writeSpoolRecord(record: SpoolRecord): Buffer {
  const body = bodyOf(record);
  invariant(body.length <= bodyMaxBytes, `A record of ${body.length} bytes is not to be written`);
  const bytes = Buffer.allocUnsafe(headerBytes + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.set(body, headerBytes);
  bytes[8] = types.indexOf(record.type);
  bytes.writeUInt32BE(crc32(bytes, 8), 4);
  return bytes;
}

/** All whole records from the front; stops at the first that is cut off or damaged. Never throws. */
export function readSpoolRecords(bytes: Uint8Array): SpoolRecord[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const records: SpoolRecord[] = [];
  for (let at = 0; at + headerBytes <= buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const end = at + headerBytes + length;
    if (length > bodyMaxBytes || end > buffer.length) break;
    if (crc32(buffer, at + 8, end) !== buffer.readUInt32BE(at + 4)) break;
    const record = recordOf(types[buffer[at + 8]!], buffer.subarray(at + headerBytes, end));
    if (record === undefined) break;
    records.push(record);
    at = end;
  }
  return records;
}

function bodyOf(record: SpoolRecord): Uint8Array {
  switch (record.type) {
    case 'sound':
      return record.payload;
    case 'picture': {
      const body = Buffer.allocUnsafe(pictureHeadBytes + record.data.length);
      body.writeDoubleBE(record.atMs, 0);
      body[8] = record.key ? 1 : 0;
      body.set(record.data, pictureHeadBytes);
      return body;
    }
    case 'head':
      return Buffer.from(JSON.stringify(record.head));
    case 'format': {
      const { format, picture } = record;
      const parameterSets = format.parameterSets.map((set) => Buffer.from(set).toString('base64'));
      return Buffer.from(JSON.stringify({ format: { ...format, parameterSets }, picture }));
    }
    case 'speaker':
      return Buffer.from(JSON.stringify({ atMs: record.atMs, participantId: record.participantId }));
  }
}

interface WrittenFormat {
  readonly format: Omit<PictureFormat, 'parameterSets'> & { readonly parameterSets: readonly string[] };
  readonly picture: RecordedPicture;
}

/** The CRC says that we wrote it; undefined = another version of us did. */
function recordOf(type: SpoolRecord['type'] | undefined, body: Buffer): SpoolRecord | undefined {
  if (type === undefined) return undefined;
  if (type === 'sound') return { type, payload: body };
  if (type === 'picture') {
    if (body.length < pictureHeadBytes) return undefined;
    return { type, atMs: body.readDoubleBE(0), key: body[8] === 1, data: body.subarray(pictureHeadBytes) };
  }
  try {
    const value: unknown = JSON.parse(body.toString());
    if (type === 'head') return (value as SpoolHead).version === 1 ? { type, head: value as SpoolHead } : undefined;
    if (type !== 'format') return { type, ...(value as object) } as SpoolRecord;
    const { format, picture } = value as WrittenFormat;
    const parameterSets = format.parameterSets.map((set) => Buffer.from(set, 'base64'));
    return { type, format: { ...format, parameterSets }, picture };
  } catch {
    return undefined;
  }
}
