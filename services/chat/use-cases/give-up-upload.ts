/** Whoever uploads a file no longer wants to send it. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import { discardUnsent } from './discard-file.ts';
import { requireUpload } from './upload-state.ts';

/** Throws `upload_not_found`, for a file that a message has too: it goes with its message; `upload_busy`. */
export async function giveUpUpload(parts: ChatParts, place: ChatPlace, id: string): Promise<void> {
  const row = await requireUpload(parts, place, id);
  const isGone = await parts.uploadLocks.hold(
    id,
    () => undefined,
    () => discardUnsent(parts, row),
  );
  if (!isGone) throw new VecheError('upload_not_found');
}
