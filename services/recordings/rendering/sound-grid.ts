/**
 * Which AAC packets of a recording each of its chunks supplies, so that packets made by many encoders join into the track that one encoder would
 * have made. Packets stand on one grid of 1,024 samples over the whole recording. A chunk supplies those whose samples, and those that the encoder
 * looks ahead to, are complete with it and were not before; its encoder begins on the grid well before them, so that it is in the same state there
 * as the one of the chunk before. What a decoder makes of packet n are the samples before n * 1,024: packet 0 only leads in.
 */
import { type Span, samplesPerSecond } from './frame-grid.ts';

export const packetSamples = 1_024;
/** A window is two packets long, and the encoder looks one further. */
const lookAheadPackets = 2;
/** So much of the sound before a chunk is decoded for it, and the encoder sees more than half of that. */
export const decodedPreRollSamples = samplesPerSecond;
/** The first of it is not shown to the encoder: there the decoder still finds its feet, for which RFC 7845 section 4.6 gives it 80 ms. */
const decoderSettlesSamples = 0.4 * samplesPerSecond;

export interface SoundPlan {
  /** Of what was decoded: the pre-roll, then the chunk. The encoder gets the rest. */
  readonly skipSamples: number;
  /** Packets that the encoder makes before the first that is wanted. */
  readonly skipPackets: number;
  /** Number of the first wanted one in the whole recording. */
  readonly firstPacket: number;
  readonly packets: number;
}

/** `preRollSamples`: so much is decoded before the chunk; all there is where that is less than `decodedPreRollSamples`. */
export function planSound({ startSamples, lengthSamples }: Span, preRollSamples: number): SoundPlan {
  const decodedFrom = startSamples - preRollSamples;
  const settled = decodedFrom === 0 ? 0 : decodedFrom + Math.min(decoderSettlesSamples, preRollSamples);
  const encodedFrom = Math.ceil(settled / packetSamples) * packetSamples;
  const firstPacket = firstPacketOf(startSamples);
  return {
    skipSamples: encodedFrom - decodedFrom,
    skipPackets: firstPacket - encodedFrom / packetSamples,
    firstPacket,
    packets: firstPacketOf(startSamples + lengthSamples) - firstPacket,
  };
}

/** The first packet that is complete only with what begins at `startSamples`. */
export function firstPacketOf(startSamples: number): number {
  return Math.max(0, Math.floor(startSamples / packetSamples) - lookAheadPackets + 1);
}

/** Packets of a whole recording; the last chunk supplies those that are left to it. */
export function packetsOfWhole(lengthSamples: number): number {
  return Math.ceil(lengthSamples / packetSamples) + 1;
}
