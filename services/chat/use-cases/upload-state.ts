/** How far an upload has come, as what is stored says and not as somebody remembers it. */
import { VecheError } from '@veche/contracts/errors.ts';
import { fileKeys } from '../attachments/blob-keys.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';

const uploadId = /^[0-9a-f-]{36}$/;

/** Throws `upload_not_found`, for somebody else's too. */
export async function requireUpload(
  { attachments }: Pick<ChatParts, 'attachments'>,
  place: ChatPlace,
  id: string,
): Promise<AttachmentRow> {
  const row = uploadId.test(id) ? await attachments.findOwn(id, place) : undefined;
  if (row === undefined || row.stage === 'discarded') throw new VecheError('upload_not_found');
  return row;
}

/** Throws `upload_not_found` when nothing is left of it. */
export async function arrivedBytes(
  { uploads, blobs }: Pick<ChatParts, 'uploads' | 'blobs'>,
  { id, conference_id, size, stage }: AttachmentRow,
): Promise<number> {
  if (stage !== 'arriving') return size;
  const progress = await uploads.progress(id);
  if (progress !== undefined) return progress.sizeBytes;
  // A crash came between the file's last step and the note of it.
  const head = await blobs.head(fileKeys(conference_id, id).file);
  if (head === undefined) throw new VecheError('upload_not_found');
  return head.sizeBytes;
}
