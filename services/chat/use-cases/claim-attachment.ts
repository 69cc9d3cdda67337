/** A message takes a file along. From then on the file is this message's and no other's. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { Attachment } from '@veche/ports/messages/messages.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';
import { finishUpload } from './finish-upload.ts';
import { arrivedBytes } from './upload-state.ts';

/**
 * Answers the copy that stands in the message. Throws `attachment_not_found`, for somebody else's, another message's and an unfinished file too,
 * and whatever `finishUpload` throws.
 */
export async function claimAttachment(
  parts: ChatParts,
  place: ChatPlace,
  attachmentId: string,
  messageId: string,
): Promise<Attachment> {
  const row = await wholeFile(parts, place, attachmentId);
  if (row === undefined || !(await parts.attachments.claim(attachmentId, messageId, parts.clock.nowMs()))) {
    throw new VecheError('attachment_not_found', { field: 'attachmentId' });
  }
  return attachmentOf(row);
}

/** A crash after the last piece may have left it whole, but not looked at. */
async function wholeFile(parts: ChatParts, place: ChatPlace, id: string): Promise<AttachmentRow | undefined> {
  const row = await parts.attachments.findOwn(id, place);
  if (row === undefined || row.stage !== 'arriving') return row;
  if ((await arrivedBytes(parts, row)) < row.size) return undefined;
  return parts.uploadLocks.hold(
    id,
    () => undefined,
    async () => {
      const now = await parts.attachments.findOwn(id, place);
      if (now !== undefined) await finishUpload(parts, now);
      return parts.attachments.findOwn(id, place);
    },
  );
}

function attachmentOf({ id, size, name, content_type, preview_width, preview_height }: AttachmentRow): Attachment {
  const hasPreview = preview_width !== null && preview_height !== null;
  return {
    id,
    sizeBytes: size,
    name,
    contentType: content_type ?? 'application/octet-stream',
    preview: hasPreview ? { widthPx: preview_width, heightPx: preview_height } : undefined,
  };
}
