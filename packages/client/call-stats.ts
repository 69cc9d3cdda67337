/** How a call's streams are doing, read from the browser's own counters. */
import type { Source } from '@veche/contracts/signalling/conference-view.ts';

/** mix: the sound of all others in one stream. */
export type StreamSource = Source | 'mix';

export interface StreamStats {
  /** Empty for the mix. */
  readonly participantId: string;
  readonly source: StreamSource;
  readonly direction: 'send' | 'receive';
  /** Since the previous reading; 0 at the first. Simulcast layers summed. */
  readonly bitrateBps: number;
  /** Lost over expected packets since the previous reading, 0 to 1. */
  readonly lossFraction: number;
  readonly jitterMs: number | undefined;
  readonly widthPx: number | undefined;
  readonly heightPx: number | undefined;
  readonly framesPerSecond: number | undefined;
  /** Freezes counted by the browser since the stream began (received video). */
  readonly freezes: number;
}

export interface CallStats {
  /** Round trip of the transports' chosen candidate pair; undefined before media is up. */
  readonly roundTripMs: number | undefined;
  readonly sendBitrateBps: number;
  readonly receiveBitrateBps: number;
  /** Over all received streams since the previous reading. */
  readonly receiveLossFraction: number;
  readonly streams: readonly StreamStats[];
}
