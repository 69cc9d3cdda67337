/** Whoever uploads a file no longer wants to send it. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { ChatPlace } from '../needs.ts';
import { discardFile } from './discard-file.ts';
import { requireUpload } from './upload-state.ts';

/** Throws `upload_not_found`, for a file that a message has too: it goes with its message; `upload_busy`. */
export function giveUpUpload(parts: ChatParts, place: ChatPlace, id: string): Promise<void> {
  return parts.uploadLocks.hold(
    id,
    () => undefined,
    async () => {
      const row = await requireUpload(parts, place, id);
      if (row.stage === 'claimed' || row.stage === 'sent') throw new VecheError('upload_not_found');
      await discardFile(parts, row);
    },
  );
}
