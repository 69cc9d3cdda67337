/**
 * How the chunks that were rendered last sounded at their ends: the next one's sound begins with that, and chunks mostly follow each other. So none is read,
 * checked and taken apart once more for its last second.
 */
import { limits } from '@veche/contracts/limits.ts';
import { opusPacketSamples } from './opus-packets.ts';
import { decodedPreRollSamples } from './sound-grid.ts';

const tailPackets = decodedPreRollSamples / opusPacketSamples;

export class SoundTails {
  /** By the chunk's key, those that were remembered first in front. */
  readonly #tails = new Map<string, readonly Uint8Array[]>();

  /** `packets`: all of the chunk's sound. */
  remember(key: string, packets: readonly Uint8Array[]): void {
    this.#tails.delete(key);
    // Copies: they would hold the whole chunk in memory.
    this.#tails.set(
      key,
      packets.slice(-tailPackets).map((packet) => packet.slice()),
    );
    if (this.#tails.size <= limits.renderedSoundTailsRemembered) return;
    for (const oldest of this.#tails.keys()) {
      this.#tails.delete(oldest);
      break;
    }
  }

  /** As much of its end as a pre-roll may take, or all of a shorter chunk; undefined: it was not remembered. */
  of(key: string): readonly Uint8Array[] | undefined {
    return this.#tails.get(key);
  }
}
