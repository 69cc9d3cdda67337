/**
 * Nothing stays of a file that nobody has any more. First its row says so, then its bytes go, then the row: what a crash leaves behind is found by
 * the row, and cleared away by the sweep.
 */
import { fileKeys } from '../attachments/blob-keys.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';

/** By whoever holds the upload. Answers false for one that a message has: nothing is touched. */
export async function discardUnsent(
  parts: Pick<ChatParts, 'uploads' | 'blobs' | 'attachments'>,
  row: Pick<AttachmentRow, 'id' | 'conference_id'>,
): Promise<boolean> {
  if (!(await parts.attachments.discardUnsent(row.id))) return false;
  await clearAway(parts, row);
  return true;
}

/** Of a row that is `discarded`, or gone. By whoever holds the upload. */
export async function clearAway(
  { uploads, blobs, attachments }: Pick<ChatParts, 'uploads' | 'blobs' | 'attachments'>,
  { id, conference_id }: Pick<AttachmentRow, 'id' | 'conference_id'>,
): Promise<void> {
  const { file, preview } = fileKeys(conference_id, id);
  await uploads.remove(id);
  await blobs.delete(file);
  await blobs.delete(preview);
  await attachments.delete(id);
}
