/** Nothing stays of a file. The row goes last: what a crash leaves behind is found by it, and discarded again. */

import { fileKeys } from '../attachments/blob-keys.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';

export async function discardFile(
  { uploads, blobs, attachments }: Pick<ChatParts, 'uploads' | 'blobs' | 'attachments'>,
  { id, conference_id }: Pick<AttachmentRow, 'id' | 'conference_id'>,
): Promise<void> {
  const { file, preview } = fileKeys(conference_id, id);
  await uploads.remove(id);
  await blobs.delete(file);
  await blobs.delete(preview);
  await attachments.delete(id);
}
