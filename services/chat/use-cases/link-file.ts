/** Somebody wants to see or keep a message's file: addresses that open it for a while, whoever holds them. */
import { chatFilesPath } from '@veche/contracts/chat/chat-files.ts';
import type { ChatResult } from '@veche/contracts/chat/chat-methods.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { MessageReader } from '@veche/ports/messages/messages.ts';
import { fileKeys } from '../attachments/blob-keys.ts';
import type { ChatParts } from '../chat-parts.ts';
import { maySee } from '../domain/message-view.ts';
import { findMessage } from './find-message.ts';

/** `sinceMs`: from when on they may read. Throws `message_not_found`, for what they were never shown too, `file_gone`. */
export async function linkFile(
  parts: ChatParts,
  conferenceId: string,
  reader: MessageReader,
  { messageId, sinceMs }: { readonly messageId: string; readonly sinceMs: number },
): Promise<ChatResult<'fileLinks'>> {
  const message = await findMessage(parts, conferenceId, messageId);
  if (message === undefined || !maySee(message, reader) || message.createdAtMs < sinceMs) {
    throw new VecheError('message_not_found');
  }
  const { attachment } = message;
  if (attachment === undefined) throw new VecheError('file_gone');
  const expiresAtMs = parts.clock.nowMs() + limits.chatFileLinkTtlMs;
  const keys = fileKeys(conferenceId, attachment.id);
  const pathOf = (key: string, fileName: string, contentType: string): string =>
    chatFilesPath + parts.blobs.link({ key, fileName, contentType, expiresAtMs });
  return {
    filePath: pathOf(keys.file, attachment.name, attachment.contentType),
    previewPath: attachment.preview === undefined ? null : pathOf(keys.preview, 'preview.webp', 'image/webp'),
    expiresAtMs,
  };
}
