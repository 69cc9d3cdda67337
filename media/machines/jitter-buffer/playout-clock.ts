/**
 * How far the reader is. It plays a tick's samples each tick, so what it was handed and has not played yet is known here, and with it when the
 * next sample that it is handed will be heard.
 */
import { samplesPerMs, tickSamples } from './voice-packet.ts';

export class PlayoutClock {
  #rate = 1;
  #ticking = false;
  /** Of the tick that runs. */
  nowMs = Number.NEGATIVE_INFINITY;
  /** On the media timeline, the end of what was handed out. */
  handedMedia = 0;
  unplayedSamples = 0;

  /** What the tick before has played is played now. */
  beginTick(nowMs: number): void {
    if (this.#ticking) this.unplayedSamples = Math.max(0, this.unplayedSamples - tickSamples * this.#rate);
    this.#ticking = true;
    this.nowMs = nowMs;
  }

  /** Of the tick that has begun. */
  setRate(rate: number): void {
    this.#rate = rate;
  }

  /** What the reader still lacks for this tick; at least 1, since it asks. */
  get neededSamples(): number {
    return Math.max(1, Math.ceil(tickSamples * this.#rate - this.unplayedSamples));
  }

  /** When the next sample that is handed out is heard, in samples on the clock of the ticks. */
  get heardAt(): number {
    return this.nowMs * samplesPerMs + this.unplayedSamples / this.#rate;
  }

  /** How old what is heard at this tick's beginning is: time since it was said, by the sender's clock and an unknown constant. */
  get age(): number {
    return this.nowMs * samplesPerMs - (this.handedMedia - this.unplayedSamples);
  }
}
