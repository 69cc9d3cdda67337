/**
 * Whether the right by which somebody watches still stands. Asked before every answer with media, so what was found is believed for a moment: whoever
 * lost the right is cut off within `recordingGrantCheckMs`, wherever it was withdrawn.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { RecordingShares } from '../store/recording-shares.ts';
import type { Recordings } from '../store/recordings.ts';
import type { Grant } from './watch-token.ts';

interface GrantParts {
  readonly recordings: Recordings;
  readonly shares: RecordingShares;
  readonly clock: Clock;
}

export class Grants {
  readonly #parts: GrantParts;
  /** Until when each is believed to stand, those that were asked for longest ago first. */
  readonly #stand = new Map<string, { readonly recordingId: string; readonly untilMs: number }>();

  constructor(parts: GrantParts) {
    this.#parts = parts;
  }

  async stands(recordingId: string, grant: Grant): Promise<boolean> {
    const nowMs = this.#parts.clock.nowMs();
    const key = `${recordingId} ${grant.by} ${grant.by === 'owner' ? grant.userId : grant.shareId}`;
    const known = this.#stand.get(key);
    if (known !== undefined && known.untilMs > nowMs) return true;
    this.#stand.delete(key);
    if (!(await this.#look(recordingId, grant, nowMs))) return false;
    this.#stand.set(key, { recordingId, untilMs: nowMs + limits.recordingGrantCheckMs });
    if (this.#stand.size > limits.recordingGrantsRemembered) {
      for (const oldest of this.#stand.keys()) {
        this.#stand.delete(oldest);
        break;
      }
    }
    return true;
  }

  /** Something was withdrawn or deleted here: it holds at once. */
  forget(recordingId: string): void {
    for (const [key, known] of this.#stand) if (known.recordingId === recordingId) this.#stand.delete(key);
  }

  async #look(recordingId: string, grant: Grant, nowMs: number): Promise<boolean> {
    const recording = await this.#parts.recordings.byId(recordingId);
    if (recording === undefined) return false;
    // The owner still sees the picture of what they may bring back.
    if (grant.by === 'owner') return recording.owner_id === grant.userId;
    if (recording.deleted_at !== null) return false;
    return (await this.#parts.shares.byId(recordingId, grant.shareId, nowMs)) !== undefined;
  }
}
