/**
 * Knows when a microphone gives nothing but the steady noise of its room: then nobody needs it cleaned, for nobody hears it, and fifty open microphones
 * in fifty rooms cost next to nothing. What rises above the noise is looked at again at once.
 */

/** Frames that were not heard before the noise is known: a second. */
const knownFrames = 50;
/** Frames of 20 ms of one noise differ from their mean by less; what is louder by as much may be a voice. */
const aboveNoiseDb = 4;
const gain = 1 / 50;

export class RoomNoise {
  #meanDbov = 127;
  #frames = 0;

  /** One frame that is not heard; its level before cleaning, 0 = loudest. Answers whether it is the room's noise and no more. */
  hear(levelDbov: number): boolean {
    this.#meanDbov = this.#frames === 0 ? levelDbov : this.#meanDbov + (levelDbov - this.#meanDbov) * gain;
    this.#frames += 1;
    return this.#frames > knownFrames && levelDbov > this.#meanDbov - aboveNoiseDb;
  }

  /** A sender that tells such a level of its packet says that it holds no more than this noise. */
  covers(toldDbov: number): boolean {
    return this.#frames > knownFrames && toldDbov > this.#meanDbov - aboveNoiseDb;
  }

  /** Something is heard: what comes after it is another quiet. */
  reset(): void {
    this.#frames = 0;
  }
}
