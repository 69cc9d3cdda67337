/**
 * Gives the packets of one route numbers of their own. Within a segment (one encoding, from one starting packet on) an outgoing number is the
 * incoming one plus an offset, less what was dropped in between; a new segment goes on right after the highest number that went out.
 * Always holds: outgoing sequence numbers never repeat for different packets, and neither numbers nor timestamps jump at a switch.
 */
import { timestampDiff } from '../../wire/sequence-number.ts';
import { DroppedNumbers } from './dropped-numbers.ts';

/** What the rewriter must know of a packet. `sequence` is extended (never wraps); pictureId is -1 where the format has none. */
export interface RewriteInput {
  readonly sequence: number;
  readonly timestamp: number;
  readonly pictureId: number;
}

/** Where the outgoing numbers of a packet are written, reused by the caller. `sequence` is extended: its low 16 bits go on the wire. */
export interface RewriteOutput {
  sequence: number;
  timestamp: number;
  pictureId: number;
}

export class RouteRewriter {
  #started = false;
  #startSequence = 0;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #pictureOffset = 0;
  #highestIn = 0;
  #highestOut: number;
  #lastOutTimestamp = 0;
  #lastArrivalMs = 0;
  #lastOutPicture = -1;
  #highestInPicture = -1;
  readonly #dropped = new DroppedNumbers();
  readonly #droppedPictures = new DroppedNumbers();

  /** The first outgoing sequence number is one above `firstSequence`. */
  constructor(firstSequence: number) {
    this.#highestOut = firstSequence;
  }

  /** Nothing went out yet. */
  get started(): boolean {
    return this.#started;
  }

  get highestOut(): number {
    return this.#highestOut;
  }

  /** To be added to incoming timestamps of the current segment, modulo 2^32. */
  get timestampOffset(): number {
    return this.#timestampOffset;
  }

  get lastOutTimestamp(): number {
    return this.#lastOutTimestamp;
  }

  get lastArrivalMs(): number {
    return this.#lastArrivalMs;
  }

  /** Outgoing numbers are never repeated under new keys either: the counter goes on from the same 16 bits in the first rollover period. */
  restartRollover(): void {
    const wraps = Math.floor(this.#highestOut / 65_536) * 65_536;
    this.#highestOut -= wraps;
    this.#sequenceOffset -= wraps;
  }

  /**
   * Begins a segment at `input`, which must then be rewritten. `outTimestamp` is what the first packet's timestamp becomes; it is moved on
   * where it would not lie after what went out already.
   */
  begin(input: RewriteInput, outTimestamp: number): void {
    this.#startSequence = input.sequence;
    this.#sequenceOffset = this.#highestOut + 1 - input.sequence;
    const timestamp =
      this.#started && timestampDiff(outTimestamp, this.#lastOutTimestamp) <= 0
        ? this.#lastOutTimestamp + 1
        : outTimestamp;
    this.#timestampOffset = (timestamp - input.timestamp) >>> 0;
    if (input.pictureId >= 0) {
      const next = this.#lastOutPicture < 0 ? input.pictureId : this.#lastOutPicture + 1;
      this.#pictureOffset = next - input.pictureId;
      this.#highestInPicture = input.pictureId;
    }
    this.#dropped.clear();
    this.#droppedPictures.clear();
    this.#highestIn = input.sequence - 1;
    this.#started = true;
  }

  /**
   * The next packet of a row that has no numbers of its own to keep: `input` goes out right behind what went out last. `timestampOffset` is the
   * stream's from its first packet on.
   */
  append(input: RewriteInput, timestampOffset: number, nowMs: number, out: RewriteOutput): void {
    this.#timestampOffset = timestampOffset;
    this.#started = true;
    this.#highestOut += 1;
    out.sequence = this.#highestOut;
    out.timestamp = (input.timestamp + timestampOffset) >>> 0;
    out.pictureId = -1;
    this.#lastOutTimestamp = out.timestamp;
    this.#lastArrivalMs = nowMs;
  }

  /** False when the packet was sent before the segment began, or so long ago that its place in the outgoing row is not known any more. */
  rewrite(input: RewriteInput, nowMs: number, out: RewriteOutput): boolean {
    if (input.sequence < this.#startSequence || input.sequence < this.#dropped.knownFrom) return false;
    out.sequence = input.sequence + this.#sequenceOffset - this.#dropped.before(input.sequence);
    out.timestamp = (input.timestamp + this.#timestampOffset) >>> 0;
    this.#rewritePicture(input, out);
    if (input.sequence > this.#highestIn) {
      this.#highestIn = input.sequence;
      this.#highestOut = out.sequence;
      this.#lastOutTimestamp = out.timestamp;
      this.#lastArrivalMs = nowMs;
      if (out.pictureId >= 0) this.#lastOutPicture = out.pictureId;
    }
    return true;
  }

  /**
   * Takes a packet out of the row. True: no number was used up. False: a later packet went out already, so its number stands as a hole
   * that the caller fills with an empty packet (by `rewrite`), or the packet is older than the segment.
   */
  drop(input: RewriteInput): boolean {
    if (input.sequence < this.#startSequence) return true;
    if (this.#dropped.has(input.sequence)) return true;
    if (input.sequence < this.#highestIn) return false;
    this.#dropped.drop(input.sequence);
    if (input.pictureId >= 0) this.#droppedPictures.drop(this.#unwrapPicture(input.pictureId));
    return true;
  }

  /** Some packet of its picture was taken out of the row, and the picture's id with it. */
  hasDroppedPicture(input: RewriteInput): boolean {
    return input.pictureId >= 0 && this.#droppedPictures.has(this.#unwrapPicture(input.pictureId));
  }

  #rewritePicture(input: RewriteInput, out: RewriteOutput): void {
    if (input.pictureId < 0) {
      out.pictureId = -1;
      return;
    }
    const picture = this.#unwrapPicture(input.pictureId);
    out.pictureId = (picture + this.#pictureOffset - this.#droppedPictures.before(picture)) & 0x7fff;
  }

  /** Picture ids have 15 bits on the wire. */
  #unwrapPicture(pictureId: number): number {
    const highest = this.#highestInPicture;
    const extended = highest + (((pictureId - highest) << 17) >> 17);
    if (extended > highest) this.#highestInPicture = extended;
    return extended;
  }
}
