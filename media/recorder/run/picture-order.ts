/**
 * The pictures of a run, whoever they are of, in the order of their times: those of the stream that is shown, until another that was announced has its
 * first key frame, from then on that one's; and the moments at which there is nobody's picture any more.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { DeliveredPacket } from '../../plane/events.ts';
import type { PictureStream } from '../commands.ts';
import type { EncodedPicture } from '../picture/encoded-picture.ts';
import { PictureAssembler } from '../picture/picture-assembler.ts';
import { PictureClock } from '../picture/picture-clock.ts';

export interface ShownPicture {
  readonly picture: EncodedPicture & { readonly takenMs: number };
  readonly stream: PictureStream;
  /** The first of its stream. */
  readonly isNewSource: boolean;
}
/** Or from here on there is none. */
export type ArrangedPicture = ShownPicture | { readonly darkAtMs: number };

interface Source {
  readonly stream: PictureStream;
  readonly assembler: PictureAssembler;
  readonly clock: PictureClock;
}

/**
 * What a microphone's sound takes longer than a camera's picture, besides its wait in the jitter buffer: the packets' own length, cleaning, the mixer's
 * beat, less what it takes to encode a picture. As seen from end to end with browsers. Pictures are placed so much later than they came, and by that wait.
 */
export const soundTreatmentMs = 12;
/** A delay that changes is followed by so much from picture to picture: no eye sees it. */
const followedMsPerPicture = 2;
/** Packets may come before the stream that they are of is announced: commands and packets take different ways. */
const strayPacketsMax = 2_000;

export class PictureOrder {
  readonly #ready: ArrangedPicture[] = [];
  #shown: Source | undefined;
  #next: Source | undefined;
  #strays: DeliveredPacket[] = [];
  #soundDelayMs: number = limits.voiceDelayMinMs;
  /** What the pictures that are shown are placed later by. */
  #laterMs: number = limits.voiceDelayMinMs + soundTreatmentMs;

  /** Whose key frames are wanted: of what is to be shown, and of what is where pictures of it are missing, or where it is to be cut anyway. */
  routesWithout(isToBeCut: boolean): number[] {
    const wanting = [
      ...(this.#shown !== undefined && (isToBeCut || this.#shown.assembler.needsKeyFrame) ? [this.#shown] : []),
      ...(this.#next === undefined ? [] : [this.#next]),
    ];
    return wanting.map(({ stream }) => stream.routeId);
  }

  announce(stream: PictureStream | null, nowMs: number): void {
    this.#next = undefined;
    if (stream === null) {
      this.#shown = undefined;
      this.#ready.push({ darkAtMs: nowMs + this.#soundDelayMs + soundTreatmentMs });
      return;
    }
    if (this.#shown?.stream.routeId === stream.routeId) return;
    this.#next = { stream, assembler: new PictureAssembler(stream.format), clock: new PictureClock() };
    const strays = this.#strays.filter(({ routeId }) => routeId === stream.routeId);
    this.#strays = [];
    for (const packet of strays) this.receive(packet);
  }

  /** Of the jitter buffer that the sound of whoever is shown goes through. */
  setSoundDelay(delayMs: number): void {
    this.#soundDelayMs = delayMs;
  }

  receive(packet: DeliveredPacket): void {
    const source = [this.#next, this.#shown].find((known) => known?.stream.routeId === packet.routeId);
    if (source !== undefined) this.#add(source, source.assembler.receive(packet));
    else {
      this.#strays.push(packet);
      if (this.#strays.length > strayPacketsMax) this.#strays.shift();
    }
  }

  tick(nowMs: number): void {
    for (const source of [this.#shown, this.#next]) {
      if (source !== undefined) this.#add(source, source.assembler.tick(nowMs));
    }
    this.#strays = this.#strays.filter(({ arrivalMs }) => nowMs - arrivalMs < limits.recordingRepairMs);
  }

  /** The next one, if its time has come. */
  take(untilMs: number): ArrangedPicture | undefined {
    const next = this.#ready[0];
    if (next === undefined) return undefined;
    const atMs = 'darkAtMs' in next ? next.darkAtMs : next.picture.takenMs;
    if (atMs >= untilMs) return undefined;
    return this.#ready.shift();
  }

  #add(source: Source, pictures: readonly EncodedPicture[]): void {
    for (const picture of pictures) {
      const arrivedMs = source.clock.takenAtMs(picture.timestamp, picture.arrivalMs);
      const isNewSource = source === this.#next;
      if (isNewSource) {
        this.#shown = source;
        this.#next = undefined;
      } else if (source !== this.#shown) return;
      const laterMs = this.#soundDelayMs + soundTreatmentMs;
      const stepMs = isNewSource ? Number.POSITIVE_INFINITY : followedMsPerPicture;
      this.#laterMs += Math.max(-stepMs, Math.min(stepMs, laterMs - this.#laterMs));
      this.#ready.push({
        picture: { ...picture, takenMs: arrivedMs + this.#laterMs },
        stream: source.stream,
        isNewSource,
      });
    }
  }
}
