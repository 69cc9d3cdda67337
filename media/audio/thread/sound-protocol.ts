/** What the sound thread and the thread that moves packets say to each other, besides the ring of packets. One version, nothing is validated. */
import type { LogFields } from '@veche/kernel/logger.ts';
import type { MicrophoneReadable, SoundCommand, VoiceLevel } from '../commands.ts';
import type { MixQuality } from '../mix/room-mix.ts';

export interface SoundThreadStart {
  readonly ring: SharedArrayBuffer;
  readonly quality: MixQuality;
}

export type ToSoundThread = readonly SoundCommand[];

export type FromSoundThread =
  | { readonly type: 'frames'; readonly bytes: Uint8Array }
  /** Every 100 ms, while there is any. */
  | { readonly type: 'levels'; readonly levels: readonly VoiceLevel[] }
  | { readonly type: 'readable'; readonly changes: readonly MicrophoneReadable[] }
  /** Every second. */
  | { readonly type: 'counters'; readonly counters: readonly (readonly [string, number])[] }
  | {
      readonly type: 'log';
      readonly level: 'info' | 'warn';
      readonly fields: LogFields;
      readonly message: string;
    };
