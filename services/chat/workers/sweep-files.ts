/**
 * Clears away what nobody has: files whose messages are gone, uploads that were left, files that were never sent, and what a crash has left of any
 * of them. One that can't be cleared away holds up no other, and is tried again by the next sweep.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { ChatParts } from '../chat-parts.ts';
import { chatTopic, storeGroup } from '../domain/chat-event.ts';
import type { AttachmentRow, AttachmentStage } from '../store/attachment-tables.ts';
import { clearAway } from '../use-cases/discard-file.ts';
import { findMessage } from '../use-cases/find-message.ts';

const atATime = 100;
const sweepMs = 10 * 60_000;
/** The store lags behind the log by a moment. */
const storeLooks = 20;
const storeLookMs = 100;

export class FileSweeper {
  readonly #parts: ChatParts;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  #sweeping: Promise<number> = Promise.resolve(0);
  #waitsForRest = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ChatParts, logger: Logger) {
    this.#parts = parts;
    this.#logger = logger;
  }

  /** Sweeps now, and from then on now and then. */
  start(): void {
    void this.sweep();
    this.#timer = setInterval(() => void this.sweep(), sweepMs);
  }

  /** What was discarded goes soon; what was left goes when its time has come. */
  clearDiscarded(): void {
    if (this.#waitsForRest) return;
    this.#waitsForRest = true;
    void this.#next(() => {
      this.#waitsForRest = false;
      return this.#sweepStage('discarded', Number.POSITIVE_INFINITY);
    });
  }

  /** Answers how many were cleared away. */
  sweep(): Promise<number> {
    return this.#next(() => this.#sweepAll());
  }

  /** Stops between two files. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#sweeping;
  }

  #next(work: () => Promise<number>): Promise<number> {
    this.#sweeping = this.#sweeping.then(work).catch((err: unknown) => {
      this.#logger.warn({ err }, 'Files that nobody has could not be looked for');
      return 0;
    });
    return this.#sweeping;
  }

  async #sweepAll(): Promise<number> {
    const nowMs = this.#parts.clock.nowMs();
    let cleared = await this.#sweepStage('arriving', nowMs - limits.chatUploadKeptMs);
    cleared += await this.#sweepStage('stored', nowMs - limits.chatUnsentFileKeptMs);
    cleared += await this.#sweepStage('claimed', nowMs - limits.chatUnsentFileKeptMs);
    cleared += await this.#sweepStage('discarded', Number.POSITIVE_INFINITY);
    cleared += await this.#sweepStrays(nowMs - limits.chatUploadKeptMs);
    if (cleared > 0) this.#logger.info({ cleared }, 'Files that nobody has were cleared away');
    return cleared;
  }

  async #sweepStage(stage: AttachmentStage, beforeMs: number): Promise<number> {
    const { attachments } = this.#parts;
    let cleared = 0;
    for (let afterId = ''; ; ) {
      const rows = await attachments.unchangedSince(stage, Math.min(beforeMs, latestMs), { afterId, limit: atATime });
      for (const row of rows) {
        if (this.#closing.signal.aborted) return cleared;
        if (await this.#clear(row, beforeMs)) cleared += 1;
      }
      const last = rows.at(-1);
      if (last === undefined) return cleared;
      afterId = last.id;
    }
  }

  /** Answers whether it is gone. */
  async #clear(row: AttachmentRow, beforeMs: number): Promise<boolean> {
    const { uploadLocks } = this.#parts;
    try {
      return await uploadLocks.hold(
        row.id,
        () => undefined,
        async () => {
          if (!(await this.#isDiscarded(row, beforeMs))) return false;
          await clearAway(this.#parts, row);
          return true;
        },
      );
    } catch (err) {
      // Somebody is at it: it is none that was left.
      if (err instanceof VecheError && err.code === 'upload_busy') return false;
      this.#logger.error({ err, attachmentId: row.id }, 'A file that nobody has could not be cleared away');
      return false;
    }
  }

  /** Discards what was left, unless somebody has come to it meanwhile. */
  async #isDiscarded({ id, stage, conference_id, message_id }: AttachmentRow, beforeMs: number): Promise<boolean> {
    const { attachments, uploads } = this.#parts;
    const now = await attachments.find(id);
    if (now?.stage !== stage) return false;
    switch (stage) {
      case 'discarded':
        return true;
      case 'arriving': {
        const progress = await uploads.progress(id);
        if (progress !== undefined && progress.touchedAtMs >= beforeMs) return false;
        return attachments.discardUnsent(id);
      }
      case 'stored':
        return Date.parse(now.updated_at) < beforeMs && attachments.discardUnsent(id);
      case 'claimed': {
        if (!(await this.#storeHasAll(conference_id))) return false;
        const message = await findMessage(this.#parts, conference_id, message_id ?? '');
        if (message?.attachment?.id === id) {
          await attachments.markSent(id);
          return false;
        }
        return attachments.discardClaimed(id, beforeMs);
      }
      case 'sent':
        return false;
    }
  }

  /** Whether everything that the log has of a meeting by now is in the store: only then a message that is not there was never sent. */
  async #storeHasAll(conferenceId: string): Promise<boolean> {
    const { log } = this.#parts;
    const last = await log.lastPosition(chatTopic, conferenceId);
    for (let look = 0; look < storeLooks && !this.#closing.signal.aborted; look += 1) {
      if ((await log.handledUpTo(chatTopic, storeGroup, conferenceId)) >= last) return true;
      await new Promise((resolve) => setTimeout(resolve, storeLookMs));
    }
    return false;
  }

  /** Uploads that no row knows of. */
  async #sweepStrays(beforeMs: number): Promise<number> {
    const { uploads, attachments } = this.#parts;
    let cleared = 0;
    for (let afterId = ''; ; ) {
      const listed = await uploads.list({ afterId, limit: atATime });
      for (const { id, touchedAtMs } of listed) {
        if (this.#closing.signal.aborted) return cleared;
        if (touchedAtMs >= beforeMs || (await attachments.find(id)) !== undefined) continue;
        await uploads.remove(id);
        cleared += 1;
      }
      const last = listed.at(-1);
      if (last === undefined) return cleared;
      afterId = last.id;
    }
  }
}

/** As late as an instant can be written. */
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');
