/** What the jitter buffer needs to know of an encoded packet, and what it answers to who reads from it. */

/** Of both sides of the buffer: samples at 48 kHz. */
export const samplesPerMs = 48;
/** How much a mixer's tick plays. */
export const tickSamples = 960;
/** The longest packet: 120 ms. */
export const packetMaxSamples = 5_760;
/** Concealment comes in multiples of this, 2.5 ms, as far as the sender's timestamps allow: the unit in which Opus conceals. */
export const concealmentUnit = 120;

export interface VoicePacket {
  /** Extended, never wraps. A jump of more than 65,536 is another source. */
  readonly sequence: number;
  /** As on the wire: 32 bits, in the buffer's clock rate. */
  readonly timestamp: number;
  /** In the clock of `beginTick`. */
  readonly arrivalMs: number;
  /** 1 to 5,760 at 48 kHz. */
  readonly durationSamples: number;
  /** At most two bytes code nothing: what follows may be a pause of the sender (DTX) and no loss. */
  readonly payload: Uint8Array;
}

/**
 * `restarted`: kept, and everything older was dropped, because it is another source or more than can wait.
 * `late`: its time had passed. `refused`: its times contradict those of its neighbours.
 */
export type Insertion = 'kept' | 'restarted' | 'late' | 'duplicate' | 'refused';

export interface PacketStep<Packet extends VoicePacket> {
  readonly kind: 'packet';
  readonly packet: Packet;
  /** To be thrown away from the beginning of what the packet decodes to, perhaps all of it: the delay was too long. */
  readonly skipSamples: number;
  /** Does not go on where the one before ended: the first of a voice, or after a cut. */
  readonly begins: boolean;
}

/** `lost`: something was said and is not there, to be concealed. `silence`: nothing was said. `samples` is at least 1. */
export interface GapStep {
  readonly kind: 'lost' | 'silence';
  readonly samples: number;
}

/** Valid until the next call. */
export type Step<Packet extends VoicePacket> = PacketStep<Packet> | GapStep;

/** Counted since the buffer was made. */
export interface JitterBufferStats {
  readonly targetDelayMs: number;
  /** Between the arrival of a packet's last byte and the playing of its first sample, of late. */
  readonly delayMs: number;
  readonly playedPackets: number;
  /** Were not there when they had to be played. */
  readonly lostPackets: number;
  /** Of the lost ones, those that came later. */
  readonly latePackets: number;
  readonly duplicatePackets: number;
  readonly refusedPackets: number;
  /** Came in time and were not played: of a source that ended, or cut out. */
  readonly droppedPackets: number;
  /** Nothing was there at all. */
  readonly underruns: number;
  readonly restarts: number;
  readonly concealedSamples: number;
  readonly skippedSamples: number;
}
