/**
 * All of a file has arrived: it is looked at, gets its preview, and becomes a blob; or it is refused, and nothing of it stays. May be repeated,
 * from wherever a crash has left it.
 */
import { type ErrorCode, VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import { fileKeys } from '../attachments/blob-keys.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { FileContent } from '../kinds/file-content.ts';
import type { Preview } from '../pictures/make-preview.ts';
import { readPictureHeader } from '../pictures/picture-header.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';
import { clearAway } from './discard-file.ts';

/** After these nothing of the file is wanted any more; after anything else it may be looked at again. */
export const fileRefusals = [
  'file_executable',
  'file_content_mismatch',
  'file_scripted',
  'file_unpacks_too_large',
  'picture_too_large',
  'file_quota_conference',
  'upload_not_found',
] as const satisfies readonly ErrorCode[];
const isRefusal = ({ code }: VecheError): boolean => fileRefusals.some((refusal) => refusal === code);

/** As much of a picture as is looked at for its size in pixels. */
const pictureHeaderBytes = 1024 * 1024;

/**
 * By whoever holds the upload. Throws `fileRefusals`, and `shutting_down` when the program ends meanwhile.
 */
export async function finishUpload(parts: ChatParts, row: AttachmentRow): Promise<void> {
  if (row.stage !== 'arriving') return;
  try {
    await lookAndStore(parts, row);
  } catch (error) {
    if (error instanceof VecheError && isRefusal(error)) await refuse(parts, row);
    throw error;
  }
}

/** Its row may be discarded already, and cleared away: what was stored since goes too. */
async function refuse(parts: ChatParts, row: AttachmentRow): Promise<void> {
  await parts.attachments.discardUnsent(row.id);
  await clearAway(parts, row);
}

async function lookAndStore(parts: ChatParts, row: AttachmentRow): Promise<void> {
  const { uploads, blobs, attachments, kindChecker, allowPrograms, clock } = parts;
  const keys = fileKeys(row.conference_id, row.id);
  const content = contentOf(parts, row);
  const { contentType, isPicture } = await kindChecker.check(row.name, content, { allowExecutables: allowPrograms });
  const preview = isPicture ? await previewOf(parts, row, content) : undefined;
  if (preview !== undefined) {
    await blobs.put(keys.preview, once(preview.webp), { maxBytes: limits.chatPreviewMaxBytes });
  }
  if ((await uploads.finish(row.id, keys.file)) === undefined) throw new VecheError('upload_not_found');
  const { widthPx = 0, heightPx = 0 } = preview ?? {};
  const kind = { contentType, preview: preview === undefined ? undefined : { widthPx, heightPx } };
  // Its meeting may have been deleted meanwhile.
  if (!(await attachments.store(row, kind, clock.nowMs()))) throw new VecheError('upload_not_found');
}

/** Throws `picture_too_large`. Undefined where none can be made: the file is sent without. */
async function previewOf(
  { previews }: ChatParts,
  { participant_id: forWhom }: AttachmentRow,
  content: FileContent,
): Promise<Preview | undefined> {
  const header = readPictureHeader(await content.read(0, Math.min(content.sizeBytes, pictureHeaderBytes)));
  if (header === undefined) return undefined;
  const pixels = header.widthPx * header.heightPx;
  if (pixels > limits.chatPictureMaxPixels) throw new VecheError('picture_too_large');
  if (pixels > limits.chatPreviewMaxPixels || content.sizeBytes > limits.chatPreviewSourceMaxBytes) return undefined;
  // Whoever sends the file waits for it, and others' pictures may wait before this one.
  const signal = AbortSignal.timeout(limits.chatPreviewPatienceMs);
  return previews.make(() => content.read(0, content.sizeBytes), { forWhom, signal });
}

/** Wherever it lies: a crash may have come after it became a blob. */
function contentOf({ uploads, blobs }: ChatParts, { id, conference_id, size }: AttachmentRow): FileContent {
  const { file } = fileKeys(conference_id, id);
  return {
    sizeBytes: size,
    read: async (firstByte, length) => {
      if (length === 0) return new Uint8Array();
      const range = { first: firstByte, last: firstByte + length - 1 };
      const found = (await uploads.read(id, range)) ?? (await blobs.get(file, range));
      if (found === undefined) throw new VecheError('upload_not_found');
      return whole(found);
    },
  };
}

async function whole(stream: ByteStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function* once(bytes: Uint8Array): ByteStream {
  yield bytes;
}
