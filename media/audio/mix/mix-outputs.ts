/**
 * All streams that leave one room's mix in one format: one for everybody who is silent, and one for each person whose own voice is in the mix and must not
 * be in theirs. A person gets a stream of their own when their voice begins, in tune with the common one, and comes back to it when both have
 * been the same for half a second.
 */
import type { SoundFormat } from '../codecs/sound-codec.ts';
import { frameSamples, type SoundFrame } from '../frame.ts';
import { type EncoderSource, OutputStream } from './output-stream.ts';

/** Ticks of 20 ms. */
const sameAgainTicks = 25;

interface OwnStream {
  readonly stream: OutputStream;
  readonly routeIds: number[];
  /** Since when nothing of the owner is in the mix. */
  unheardTicks: number;
}

/** One encoded frame and whom it is for. The arrays are used again for the next; `timestamp` is in the origin's clock, 32 bits. */
export type SoundSink = (
  originId: number,
  routeIds: readonly number[],
  timestamp: number,
  marker: boolean,
  payload: Uint8Array,
) => void;

/** RTP's clock of all telephone codecs is 8 kHz (RFC 3551 section 4.5), of Opus 48 (RFC 7587 section 4.1). */
const timestampsPerTick = (format: SoundFormat) => (format === 'opus' ? frameSamples : frameSamples / 6);

export class MixOutputs {
  readonly #originId: number;
  readonly #timestampsPerTick: number;
  readonly #source: EncoderSource;
  readonly #common: OutputStream;
  readonly #commonRoutes: number[] = [];
  readonly #own = new Map<string, OwnStream>();

  constructor(originId: number, format: SoundFormat, source: EncoderSource) {
    this.#originId = originId;
    this.#timestampsPerTick = timestampsPerTick(format);
    this.#source = source;
    this.#common = new OutputStream(source);
  }

  get streams(): number {
    return 1 + this.#own.size;
  }

  /** A listener comes who has heard something else until now. */
  welcome(ownerId: string): void {
    this.#common.wake();
    this.#own.get(ownerId)?.stream.wake();
  }

  /** Before the listeners are named: who is heard in this tick. */
  begin(heardOwners: ReadonlySet<string>): void {
    this.#commonRoutes.length = 0;
    for (const [ownerId, own] of this.#own) {
      own.routeIds.length = 0;
      own.unheardTicks = heardOwners.has(ownerId) ? 0 : own.unheardTicks + 1;
      if (own.unheardTicks <= sameAgainTicks) continue;
      own.stream.close();
      this.#own.delete(ownerId);
    }
  }

  listener(routeId: number, ownerId: string, isHeard: boolean): void {
    let own = this.#own.get(ownerId);
    if (own === undefined && isHeard) {
      own = { stream: new OutputStream(this.#source), routeIds: [], unheardTicks: 0 };
      own.stream.takeOver(this.#common);
      this.#own.set(ownerId, own);
    }
    (own?.routeIds ?? this.#commonRoutes).push(routeId);
  }

  /** `mixWithout` writes the mix without one owner (undefined: the whole) and answers whether anything is in it. */
  end(
    nth: number,
    mixWithout: (ownerId: string | undefined, into: SoundFrame) => boolean,
    scratch: SoundFrame,
    sink: SoundSink,
  ): void {
    const timestamp = (nth * this.#timestampsPerTick) % 2 ** 32;
    for (const [ownerId, { stream, routeIds }] of this.#own) {
      const isSilent = !mixWithout(ownerId, scratch);
      this.#send(stream, scratch, isSilent, routeIds, timestamp, sink);
    }
    // Last: whoever begins to speak in the next tick takes over what this one leaves.
    this.#send(this.#common, scratch, !mixWithout(undefined, scratch), this.#commonRoutes, timestamp, sink);
  }

  close(): void {
    this.#common.close();
    for (const { stream } of this.#own.values()) stream.close();
  }

  #send(
    stream: OutputStream,
    frame: SoundFrame,
    isSilent: boolean,
    routeIds: readonly number[],
    timestamp: number,
    sink: SoundSink,
  ): void {
    const payload = stream.encode(frame, isSilent, routeIds.length > 0);
    if (payload === undefined || routeIds.length === 0) return;
    sink(this.#originId, routeIds, timestamp, stream.marker, payload);
  }
}
