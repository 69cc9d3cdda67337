/** Somebody wants to send a file: may they, is the name good, is there room? Then its pieces may come. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { NoRoom } from '@veche/ports/blobs/uploads.ts';
import { v4 as uuid } from 'uuid';
import type { ChatParts } from '../chat-parts.ts';
import { requireMayUpload } from '../domain/chat-policy.ts';
import { namesProgram } from '../kinds/executable-endings.ts';
import { requireFileName } from '../kinds/file-name.ts';
import type { ChatPlace } from '../needs.ts';
import { requireInMeeting } from './require-in-meeting.ts';

export interface FileToCome {
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * Answers the upload's id, which will be the attachment's. Throws `waiting_for_host`, `files_off`, `chat_off`, `file_empty`, `file_too_large`,
 * `file_name_invalid`, `file_executable`, `too_many_unsent_files`, `file_quota_person`, `file_quota_conference`, `storage_full`.
 */
export async function beginUpload(
  parts: ChatParts,
  place: ChatPlace,
  { name, sizeBytes }: FileToCome,
): Promise<string> {
  const { attachments, uploads, policyOf, allowPrograms, clock } = parts;
  const { isHost } = await requireInMeeting(parts, place);
  requireMayUpload(isHost, await policyOf(place.conferenceId));
  if (sizeBytes === 0) throw new VecheError('file_empty');
  if (sizeBytes > limits.chatFileMaxBytes) throw new VecheError('file_too_large');
  requireFileName(name);
  if (!allowPrograms && namesProgram(name)) throw new VecheError('file_executable');
  const id = uuid();
  try {
    await uploads.begin(id, sizeBytes);
  } catch (error) {
    if (error instanceof NoRoom) throw new VecheError('storage_full', { retryAfterSeconds: 60, cause: error });
    throw error;
  }
  try {
    await attachments.add({ id, owner: place, name, sizeBytes, createdAtMs: clock.nowMs() });
  } catch (error) {
    await uploads.remove(id);
    throw error;
  }
  return id;
}
