/** Under which keys rendered files lie in the blobs. Nothing that people typed stands in them. */
import { recordingFolder } from '../domain/blob-keys.ts';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderKey } from '../store/renders.ts';
import { isAwaited } from './render-order.ts';

export const segmentsFolder = ({ recording_id, height, codec }: RenderKey): string =>
  `${recordingFolder(recording_id)}/segments-${height}-${codec}`;
const watchFolder = (recordingId: string): string => `${recordingFolder(recordingId)}/watch`;

/** `isCopy`: it stands in for the chunk where it is watched, and stays as long as the chunk. What players were told of is never written again. */
export function segmentKeys(render: RenderKey, chunk: RecordingChunkRow, isMain: boolean) {
  const isCopy = isMain && isAwaited({ chunk });
  const name = `${chunk.run_started_at_ms}-${chunk.number}`;
  const folder = segmentsFolder(render);
  const picture = isCopy ? `${watchFolder(render.recording_id)}/${name}` : `${folder}/${name}-picture`;
  return { picture, sound: `${folder}/${name}-sound`, isCopy };
}

export const isWatchKey = (recordingId: string, key: string): boolean => key.startsWith(`${watchFolder(recordingId)}/`);

/** Its name among the recording's files is the name of its blob too, without what parts the ending. */
export const fileKey = (recordingId: string, name: string): string =>
  `${recordingFolder(recordingId)}/${name.replaceAll('.', '-')}`;

/** The first of a recording has the plain names. */
export const videoName = ({ height, codec }: Pick<RenderKey, 'height' | 'codec'>): string =>
  `video-${height}-${codec}.mp4`;
export const soundName = 'sound.m4a';
export const thumbnailName = 'thumbnail.jpg';
export const asRecordedName = (number: number, ending: string): string => `as-recorded-${number}.${ending}`;
