/** Clears away what nobody will send: uploads that were left, files without a message, and what a crash has left of either. */
import { limits } from '@veche/contracts/limits.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { ChatParts } from '../chat-parts.ts';
import type { AttachmentRow } from '../store/attachment-tables.ts';
import { discardFile } from '../use-cases/discard-file.ts';
import { findMessage } from '../use-cases/find-message.ts';

const atATime = 100;
const sweepMs = 10 * 60_000;

/** Now and then. Answers what stops it, and waits for a sweep that is going on. */
export function keepSweeping(parts: ChatParts, logger: Logger): () => Promise<void> {
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async (): Promise<void> => {
    try {
      const cleared = await sweepFiles(parts);
      if (cleared > 0) logger.info({ cleared }, 'Files that nobody sent were cleared away');
    } catch (err) {
      logger.warn({ err }, 'Files that nobody sent could not be cleared away');
    }
  };
  const timer = setInterval(() => {
    sweeping = sweeping.then(sweep);
  }, sweepMs);
  return async () => {
    clearInterval(timer);
    await sweeping;
  };
}

/** Answers how many were cleared away. May run at any time, beside everything else. */
export async function sweepFiles(parts: ChatParts): Promise<number> {
  return (await sweepRows(parts)) + (await sweepStrays(parts));
}

async function sweepRows(parts: ChatParts): Promise<number> {
  const { attachments, clock } = parts;
  const nowMs = clock.nowMs();
  const left = [
    ...(await attachments.unchangedSince('arriving', nowMs - limits.chatUploadKeptMs, atATime)),
    ...(await attachments.unchangedSince('stored', nowMs - limits.chatUnsentFileKeptMs, atATime)),
    ...(await attachments.unchangedSince('claimed', nowMs - limits.chatUnsentFileKeptMs, atATime)),
  ];
  let cleared = 0;
  for (const { id } of left) {
    const isGone = await parts.uploadLocks.hold(
      id,
      () => undefined,
      async () => {
        // Again, now that nobody else is at it.
        const row = await attachments.find(id);
        if (row === undefined || !(await isLeft(parts, row, nowMs))) return false;
        await discardFile(parts, row);
        return true;
      },
    );
    if (isGone) cleared += 1;
  }
  return cleared;
}

async function isLeft(parts: ChatParts, row: AttachmentRow, nowMs: number): Promise<boolean> {
  switch (row.stage) {
    case 'arriving': {
      const progress = await parts.uploads.progress(row.id);
      const touchedAtMs = progress?.touchedAtMs ?? Date.parse(row.updated_at);
      return touchedAtMs < nowMs - limits.chatUploadKeptMs;
    }
    case 'stored':
      return Date.parse(row.updated_at) < nowMs - limits.chatUnsentFileKeptMs;
    case 'claimed': {
      const message = await findMessage(parts, row.conference_id, row.message_id ?? '');
      if (message?.attachment?.id !== row.id) return true;
      await parts.attachments.markSent(row.id);
      return false;
    }
    case 'sent':
      return false;
  }
}

/** Uploads that no row knows of. */
async function sweepStrays({ uploads, attachments, clock }: ChatParts): Promise<number> {
  let cleared = 0;
  for (let afterId = ''; ; ) {
    const listed = await uploads.list({ afterId, limit: atATime });
    for (const { id, touchedAtMs } of listed) {
      const isOld = touchedAtMs < clock.nowMs() - limits.chatUploadKeptMs;
      if (!isOld || (await attachments.find(id)) !== undefined) continue;
      await uploads.remove(id);
      cleared += 1;
    }
    const last = listed.at(-1);
    if (last === undefined) return cleared;
    afterId = last.id;
  }
}
