/**
 * What the mixer needs of a codec, whichever library stands behind it. All sound inside `media/audio` is 48 kHz float, -1 to 1, one array a
 * channel; codecs of other rates convert at this border. Remote bytes never throw.
 */
export type SoundFormat = 'opus' | 'pcmu' | 'pcma' | 'g722';

/** Samples per second and channel, everywhere inside. */
export const soundRateHz = 48_000;
/** The longest Opus packet: 120 ms (RFC 6716 section 3.2.5). Arrays that are decoded into hold at least this many samples. */
export const packetSamplesMax = 5_760;

/** Of one stream; keeps what the stream's packets build on. */
export interface SoundDecoder {
  /** Of the last packet: 1 or 2. With 1, `right` is not written. */
  readonly channels: 1 | 2;
  /** False: two channels may be given as one, their mean. True at first. */
  wantsSides: boolean;
  /** Answers the samples per channel written, or -1 when the bytes cannot be decoded; the stream goes on as if the packet were lost. */
  decode(payload: Uint8Array, left: Float32Array, right: Float32Array): number;
  /** Where the codec can: what `samples` lost ones (a multiple of 120) may have been. Answers how many were written; 0 = it cannot now. */
  conceal?(samples: number, left: Float32Array, right: Float32Array): number;
  /** Forgets the stream: the next packet begins another. */
  reset(): void;
  close(): void;
}

/** Of one stream of frames of `samples` each (20 ms). */
export interface SoundEncoder {
  /** Mono without `right`. What is answered is valid until the next call. */
  encode(left: Float32Array, right?: Float32Array): Uint8Array;
  reset(): void;
  close(): void;
}

/** Removes noise from one voice, 10 ms at a time, in place; what comes out is 10 ms older than what went in. */
export interface NoiseCleaner {
  /** `frame`: 480 samples. Answers how likely it is that somebody speaks, 0 to 1. */
  process(frame: Float32Array): number;
  /** Forgets the voice. */
  reset(): void;
  close(): void;
}

export interface OpusEncoderSettings {
  readonly channels: 1 | 2;
  readonly bitrateBps: number;
  /** 0 = fastest, 10 = best. */
  readonly complexity: number;
}

/** What a thread has loaded once for all its streams. */
export interface SoundLibrary {
  decoder(format: SoundFormat): SoundDecoder;
  encoder(format: Exclude<SoundFormat, 'opus'>): SoundEncoder;
  opusEncoder(settings: OpusEncoderSettings): SoundEncoder;
  noiseCleaner(): NoiseCleaner;
  /** Some milliseconds of work at most, once a beat, for those who may come next. */
  prepare(): void;
}
