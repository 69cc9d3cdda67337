/** The Opus packets of a chunk in MP4, by its tables alone. Undefined: there is no such sound in it, or it can't be read. */
import { readFragments } from '../mp4/read-fragments.ts';

export function soundOfMp4(bytes: Uint8Array): Uint8Array[] | undefined {
  const sound = readFragments(bytes)?.tracks.find(({ kind }) => kind === 'sound');
  const isOpus = sound !== undefined && new TextDecoder().decode(sound.entry.subarray(4, 8)) === 'Opus';
  return isOpus && sound.samples.length > 0
    ? sound.samples.map(({ offset, sizeBytes }) => bytes.subarray(offset, offset + sizeBytes))
    : undefined;
}
