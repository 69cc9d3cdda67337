/**
 * Two questions about one microphone, answered each frame. Is there something to hear: then it is in the mix, with a generous hangover, so that no
 * word loses its ends. Does somebody speak: that takes steady speech, so that a fan, a keyboard or a cough makes nobody the speaker.
 */
export interface HeardFrame {
  /** After cleaning, 0 = loudest, 127 = silence. */
  readonly levelDbov: number;
  /** 0 to 1; undefined where nothing judges it. */
  readonly speechProbability: number | undefined;
  /** What is left after cleaning is voice: the rest may be cut off sooner. */
  readonly isCleaned: boolean;
  /** It should have been cleaned, and there was no time: what is steady is noise then, and is not let through. */
  readonly isSpared?: boolean;
}

/** What is left of noise after cleaning lies below this. */
const cleanedAudibleDbov = 62;
/** Without cleaning a quiet room is let through too, real silence is not. */
const rawAudibleDbov = 72;
/** Of what should have been cleaned: louder by this than its floor, which goes with what is quieter, and otherwise rises by 4 dB a second. */
const aboveFloorDb = 9;
const floorGain = 1 / 20;
const floorRiseDb = 0.08;
/** Nothing is known yet: it may be a voice. */
const firstFloorDb = 12;
const hangoverFrames = 20;
const rawHangoverFrames = 50;

/** Quieter than this nothing makes anybody a speaker. */
export const speechDbov = 50;
const speechProbability = 0.6;
/** Frames of speech among the last ten that make somebody speak, and that keep them speaking. */
const windowFrames = 10;
const onsetFrames = 6;
const keepFrames = 2;
/** Within half a second the syllables of a voice differ by this at least; of a noise that a cleaner takes for a voice, hardly anything does. */
const modulationDb = 6;
/** Without a judge of speech: so much louder than the softest of the half second. A fan's rumble is that only now and then. */
const aboveSoftestDb = 12;
const modulationFrames = 25;
const modulationKnownFrames = 5;

export class SpeechDecision {
  #quietFrames = Number.POSITIVE_INFINITY;
  #window = 0;
  readonly #levels = new Float32Array(modulationFrames).fill(127);
  #levelAt = 0;
  #isSpeaking = false;
  /** Of what is not cleaned: where its room's noise lies. */
  #floorDbov: number | undefined;

  /** Something is there to be heard, or was until just now. */
  isAudible = false;
  /** Said of speech that has gone on for a while, with its pauses between words. */
  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  hear({ levelDbov, speechProbability: probability, isCleaned, isSpared = false }: HeardFrame): void {
    const isAboveFloor = this.#risesAboveFloor(levelDbov, isSpared);
    const audible = levelDbov <= (isCleaned ? cleanedAudibleDbov : rawAudibleDbov) && isAboveFloor;
    this.#quietFrames = audible ? 0 : this.#quietFrames + 1;
    this.isAudible = this.#quietFrames <= (isCleaned ? hangoverFrames : rawHangoverFrames);
    this.#levels[this.#levelAt] = levelDbov;
    this.#levelAt = (this.#levelAt + 1) % modulationFrames;
    const isSpeech = levelDbov <= speechDbov && this.#isLikeVoice(levelDbov, probability);
    this.#window = ((this.#window << 1) | (isSpeech ? 1 : 0)) & ((1 << windowFrames) - 1);
    const frames = onesIn(this.#window);
    this.#isSpeaking = frames >= (this.#isSpeaking ? keepFrames : onsetFrames);
  }

  /** Before cleaning, and not heard: the noise of a room, from which a voice will have to rise should there be no time to clean it. */
  hearRoom(levelDbov: number): void {
    this.#followFloor(levelDbov, 0);
  }

  #risesAboveFloor(levelDbov: number, isSpared: boolean): boolean {
    // Silence is no room's noise.
    if (levelDbov >= 127) return !isSpared;
    if (isSpared) return this.#followFloor(levelDbov, firstFloorDb) - levelDbov >= aboveFloorDb;
    this.#floorDbov = undefined;
    return true;
  }

  #followFloor(levelDbov: number, firstDb: number): number {
    const floor = (this.#floorDbov ?? levelDbov + firstDb) - floorRiseDb;
    this.#floorDbov = floor + Math.max(0, levelDbov - floor) * floorGain;
    return this.#floorDbov;
  }

  /** Between loud and soft moments, silence left aside, lies as much as between syllables. */
  #isLikeVoice(levelDbov: number, probability: number | undefined): boolean {
    let known = 0;
    let loudest = 127;
    let softest = 0;
    for (const level of this.#levels) {
      if (level > cleanedAudibleDbov) continue;
      known++;
      if (level < loudest) loudest = level;
      if (level > softest) softest = level;
    }
    if (known < modulationKnownFrames) return false;
    if (probability === undefined) return softest - levelDbov >= aboveSoftestDb;
    return probability >= speechProbability && softest - loudest >= modulationDb;
  }

  reset(): void {
    this.#levels.fill(127);
    this.#quietFrames = Number.POSITIVE_INFINITY;
    this.#window = 0;
    this.#isSpeaking = false;
    this.isAudible = false;
    this.#floorDbov = undefined;
  }
}

function onesIn(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
