/**
 * What control may tell the sound thread, and what that tells back. Ids are the plane's: a microphone is an inbound that is tapped, a listener is a
 * route on an origin. Commands are idempotent; one that names an unknown id is without effect. Setting a known one with another room moves it there.
 */
import type { SoundFormat } from './codecs/sound-codec.ts';

export type VoiceTreatment = 'suppressed' | 'plain' | 'original';

export interface MicrophoneSettings {
  readonly inboundId: number;
  /** Who shares a room hears each other, and nobody else; as unique as a conference's id. */
  readonly roomId: string;
  /** Who never hears it: the owner's listeners get a mix without it. */
  readonly ownerId: string;
  /** A shared screen's sound is mixed untouched and makes nobody the speaker. */
  readonly source: 'microphone' | 'screenSound';
  readonly format: SoundFormat;
  readonly clockRateHz: number;
  readonly treatment: VoiceTreatment;
  readonly paused: boolean;
}

export interface ListenerSettings {
  readonly routeId: number;
  readonly roomId: string;
  readonly ownerId: string;
  /** The origin that carries frames of this format. */
  readonly originId: number;
  readonly format: SoundFormat;
  readonly paused: boolean;
}

export type SoundCommand =
  | { readonly type: 'setMicrophone'; readonly microphone: MicrophoneSettings }
  | { readonly type: 'removeMicrophone'; readonly inboundId: number }
  | { readonly type: 'setListener'; readonly listener: ListenerSettings }
  | { readonly type: 'removeListener'; readonly routeId: number };

/** One microphone's last 100 ms, after cleaning. */
export interface VoiceLevel {
  readonly inboundId: number;
  /** 0 = loudest, 127 = silence. */
  readonly levelDbov: number;
  /** Somebody speaks into it; noise, however loud, is not speech. */
  readonly voice: boolean;
  /** From the arrival of its packets, of those that come quickest, to the beat that they are mixed in. */
  readonly delayMs: number;
}

export interface MicrophoneReadable {
  readonly inboundId: number;
  readonly readable: boolean;
}
