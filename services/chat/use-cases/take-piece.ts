/** The next piece of a file arrives: what came of it is on the disk before it is counted, and the last one makes the file whole. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import { NoRoom } from '@veche/ports/blobs/uploads.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';
import { finishUpload } from './finish-upload.ts';
import { requireInMeeting } from './require-in-meeting.ts';
import { arrivedBytes, requireUpload } from './upload-state.ts';

export interface IncomingPiece {
  readonly atByte: number;
  /** As the request says; undefined = it does not. */
  readonly declaredBytes: number | undefined;
  readonly content: ByteStream;
  /** Ends `content`: somebody else wants to go on with this upload. */
  letGo(): void;
}

/**
 * Answers how much of the file is there now. Throws `waiting_for_host`, `upload_not_found`, `upload_offset_wrong`, `upload_busy`, `storage_full`,
 * `invalid_request` for more bytes than were announced or a request that broke off, and whatever `finishUpload` throws.
 */
export async function takePiece(parts: ChatParts, place: ChatPlace, id: string, piece: IncomingPiece): Promise<number> {
  await requireInMeeting(parts, place);
  // Before anybody is asked to let go: a stranger cuts nothing off.
  await requireUpload(parts, place, id);
  return parts.uploadLocks.hold(id, piece.letGo, async () => {
    const row = await requireUpload(parts, place, id);
    const arrived = await arrivedBytes(parts, row);
    if (piece.atByte !== arrived) throw new VecheError('upload_offset_wrong');
    if ((piece.declaredBytes ?? 0) > row.size - arrived) throw new VecheError('invalid_request');
    const sizeBytes = arrived === row.size ? arrived : await append(parts, row, piece);
    if (sizeBytes === row.size) await finishUpload(parts, row);
    return sizeBytes;
  });
}

async function append(
  { uploads }: ChatParts,
  { id, size }: AttachmentRow,
  { atByte, content }: IncomingPiece,
): Promise<number> {
  try {
    const appended = await uploads.append(id, { atByte, content, maxBytes: size - atByte });
    if (appended === undefined) throw new VecheError('upload_not_found');
    if (appended.fault !== undefined) throw new VecheError('invalid_request', { cause: appended.fault });
    return appended.sizeBytes;
  } catch (error) {
    if (error instanceof NoRoom) throw new VecheError('storage_full', { retryAfterSeconds: 60, cause: error });
    throw error;
  }
}
