/**
 * The mix as one unbroken row of Opus frames of 20 ms, on the recording's clock. The mixer sends nothing while nobody speaks, and what it sends may have
 * been late: what is missing when its time has passed is silence, so that the row is exactly as long as the time was.
 */
import { timestampDiff } from '../../wire/sequence-number.ts';
import type { ArrivedPacket } from '../picture/picture-assembler.ts';

export const soundFrameMs = 20;
const samplesPerFrame = 960;
/** 20 ms of nothing (RFC 6716 section 3.1: CELT, full band). */
export const silentFrame = Uint8Array.of(0xf8, 0xff, 0xfe);
/** The mixer's beats and the wall's clock may part so far, as when the latter is set; then the row follows the wall. */
const partedMs = 150;

interface Anchor {
  readonly timestamp: number;
  readonly slot: number;
  /** Some frame since the last silence came so much before its slot was over: the row is too late by that. 0 = none did. */
  readonly earlySlots: number;
}

export class SoundRow {
  readonly #startMs: number;
  readonly #waiting = new Map<number, Uint8Array>();
  #anchor: Anchor | undefined;
  #nextSlot = 0;

  /** The first frame begins then. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Of the next frame that comes out. */
  get nextMs(): number {
    return this.#startMs + this.#nextSlot * soundFrameMs;
  }

  receive({ timestamp, arrivalMs, payload }: ArrivedPacket): void {
    if (payload.length === 0) return;
    const slot = this.#slotOf(timestamp, arrivalMs);
    if (slot >= this.#nextSlot && !this.#waiting.has(slot)) this.#waiting.set(slot, payload);
  }

  /** The next frame, if its time lies wholly before `untilMs`. */
  take(untilMs: number): { readonly atMs: number; readonly payload: Uint8Array } | undefined {
    const atMs = this.nextMs;
    if (atMs + soundFrameMs > untilMs) return undefined;
    const payload = this.#waiting.get(this.#nextSlot) ?? silentFrame;
    this.#waiting.delete(this.#nextSlot);
    this.#nextSlot += 1;
    return { atMs, payload };
  }

  /**
   * By its timestamp, from the frame before it. The first one's place is a guess, as it may have come late: in a silence, where nothing is torn apart, the
   * row is put to where the promptest of the frames before it came.
   */
  #slotOf(timestamp: number, arrivalMs: number): number {
    const byWall = Math.round((arrivalMs - this.#startMs) / soundFrameMs) - 1;
    const anchor = this.#anchor;
    if (anchor !== undefined) {
      const frames = Math.round(timestampDiff(timestamp, anchor.timestamp) / samplesPerFrame);
      const isAfterSilence = frames > 1;
      const shift = isAfterSilence ? Math.min(frames - 1, anchor.earlySlots) : 0;
      const slot = anchor.slot + frames - shift;
      const lateSlots = byWall - slot;
      if (Math.abs(lateSlots) * soundFrameMs <= partedMs) {
        const earlySlots = Math.max(isAfterSilence ? 0 : anchor.earlySlots, -lateSlots);
        this.#anchor = { timestamp, slot, earlySlots };
        return slot;
      }
    }
    this.#anchor = { timestamp, slot: byWall, earlySlots: 0 };
    return byWall;
  }
}
