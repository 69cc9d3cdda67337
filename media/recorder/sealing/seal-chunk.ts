/**
 * From a spool file to a chunk: everything that was spooled, up to where it was cut off, in a container that plays by itself. Nothing is decoded. The
 * first picture stands from the very start of the chunk and each until the next, so that neither sound nor picture ever has a hole.
 */
import { createHash } from 'node:crypto';
import type { RecordedChunk, SpeakerMark } from '@veche/contracts/recording/recorded-chunk.ts';
import type { PictureFormat } from '../picture/encoded-picture.ts';
import { soundFrameMs } from '../sound/sound-row.ts';
import { readSpoolRecords, type SpoolRecord } from '../spool/spool-records.ts';
import { muxChunk, type TimedPicture } from './mux-chunk.ts';
import { stillPictures } from './still-pictures.ts';

export interface SealedChunk {
  readonly chunk: RecordedChunk;
  readonly bytes: Uint8Array;
}

type RecordOf<Type extends SpoolRecord['type']> = Extract<SpoolRecord, { type: Type }>;

/** Undefined = nothing of it is of use: it was cut off before the first 20 ms of sound. */
export async function sealChunk(spool: Uint8Array): Promise<SealedChunk | undefined> {
  const records = readSpoolRecords(spool);
  const of = <Type extends SpoolRecord['type']>(type: Type): RecordOf<Type>[] =>
    records.filter((record): record is RecordOf<Type> => record.type === type);
  const head = of('head')[0]?.head;
  const sounds = of('sound');
  if (head === undefined || sounds.length === 0) return undefined;
  const durationMs = sounds.length * soundFrameMs;
  const endMs = head.startMs + durationMs;
  const shown = of('format')[0];
  const pictures = of('picture').filter(({ atMs }) => atMs < endMs);
  const hasPicture = shown !== undefined && pictures.length > 0;
  const format: PictureFormat = hasPicture ? shown.format : stillPictures[head.codec].format;
  const timed: TimedPicture[] = hasPicture
    ? pictures.map(({ atMs, key, data }, at) => ({ atMs: at === 0 ? head.startMs : atMs, key, data }))
    : [{ atMs: head.startMs, key: true, data: stillPictures[head.codec].data }];
  const muxed = await muxChunk({
    format,
    pictures: timed,
    sounds: sounds.map(({ payload }) => payload),
    startMs: head.startMs,
    durationMs,
    offsetMs: head.runStartedAtMs,
  });
  const { widthPx, heightPx } = format;
  return {
    bytes: muxed.bytes,
    chunk: {
      recordingId: head.recordingId,
      conferenceId: head.conferenceId,
      runStartedAtMs: head.runStartedAtMs,
      number: head.number,
      startMs: head.startMs,
      durationMs,
      container: muxed.container,
      videoCodec: format.codec,
      codecs: muxed.codecs,
      widthPx,
      heightPx,
      picture: hasPicture ? shown.picture : null,
      speakers: speakersOf(of('speaker'), endMs),
      initBytes: muxed.initBytes,
      sizeBytes: muxed.bytes.length,
      sha256: createHash('sha256').update(muxed.bytes).digest('hex'),
    },
  };
}

/** Of several at one time the last counts; what changes nothing is left out. */
function speakersOf(records: readonly RecordOf<'speaker'>[], endMs: number): SpeakerMark[] {
  const marks: SpeakerMark[] = [];
  for (const { atMs, participantId } of records) {
    if (atMs >= endMs) break;
    if (marks.at(-1)?.atMs === atMs) marks.pop();
    if (marks.at(-1)?.participantId !== participantId) marks.push({ atMs, participantId });
  }
  return marks;
}
