/**
 * Listens to one tone as a person would in a meeting whose mode changes: only to what is to be heard at the moment, the mix or the sender's
 * own stream, and counts for how long the tone is not in it.
 */
import type { HeadlessParticipant } from './participant.ts';
import type { HeardBlock, SoundReader } from './read-back.ts';
import { loudness, toneShare } from './tone-meter.ts';

/** A tone at less than this share of a block, or quieter, is not heard as such. */
const leastShare = 0.5;
const leastLoudness = 200;

export class HeardTone {
  /** The longest stretch without the tone, counted in the samples that were played: a busy machine does not lengthen it. */
  longestGapMs = 0;
  /** Milliseconds of sound in which the tone was heard. */
  heardMs = 0;
  readonly #listener: HeadlessParticipant;
  readonly #senderId: string;
  readonly #frequencyHz: number;
  readonly #followed = new Map<SoundReader, () => void>();
  readonly #stop: () => void;
  #gapMs = 0;
  #last: { readonly reader: SoundReader; readonly atMs: number } | undefined;

  constructor(listener: HeadlessParticipant, senderId: string, frequencyHz: number) {
    this.#listener = listener;
    this.#senderId = senderId;
    this.#frequencyHz = frequencyHz;
    this.#stop = listener.call.subscribe(() => this.#follow());
    this.#follow();
  }

  /** Nothing of before counts any more. */
  reset(): void {
    this.longestGapMs = this.heardMs = this.#gapMs = 0;
  }

  stop(): void {
    this.#stop();
    for (const stop of this.#followed.values()) stop();
  }

  #follow(): void {
    const { call } = this.#listener;
    for (const [path, reader] of [
      ['mix', this.#listener.listenMix()],
      ['each', this.#listener.listen(this.#senderId)],
    ] as const) {
      if (reader === undefined || this.#followed.has(reader)) continue;
      const stop = reader.onBlock((block) => {
        if (call.state.heard === path) this.#hear(reader, block);
      });
      this.#followed.set(reader, stop);
    }
  }

  #hear(reader: SoundReader, { samples, sampleRateHz, channelCount, atMs }: HeardBlock): void {
    const mono = channelCount === 1 ? samples : samples.filter((_, index) => index % channelCount === 0);
    const blockMs = (mono.length / sampleRateHz) * 1_000;
    // From one stream to the next, time goes by in which neither plays.
    if (this.#last !== undefined && this.#last.reader !== reader)
      this.#gapMs += Math.max(0, atMs - this.#last.atMs - blockMs);
    this.#last = { reader, atMs };
    const isThere = loudness(mono) >= leastLoudness && toneShare(mono, sampleRateHz, this.#frequencyHz) >= leastShare;
    if (!isThere) this.#gapMs += blockMs;
    this.longestGapMs = Math.max(this.longestGapMs, this.#gapMs);
    if (!isThere) return;
    this.heardMs += blockMs;
    this.#gapMs = 0;
  }
}
