/** What stands in one conference: transports, producers and consumers as records that only this folder changes. */
import type { ErrorCode } from '@veche/contracts/errors.ts';
import type { Source, VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { RtpParameters } from '@veche/contracts/signalling/media-parameters.ts';
import type { SoundCommand } from '../../audio/commands.ts';
import type { Command } from '../../plane/commands.ts';
import type { RecorderCommand } from '../../recorder/commands.ts';
import type { BandwidthBudget } from '../bandwidth-budget.ts';
import type { KeyFramePacing } from '../key-frame-pacing.ts';
import type { LayerFacts } from '../layer-choice.ts';
import type { AcceptedStream } from '../negotiate/producer-parameters.ts';
import type { Grade } from '../network-grade.ts';

/** `number` is how the plane knows it, `transportId` how clients do. */
export interface TransportRecord {
  readonly transportId: string;
  readonly number: number;
  readonly participantId: string;
  readonly direction: 'send' | 'receive';
  readonly consumers: Set<ConsumerRecord>;
  nextMid: number;
  /** undefined = not connected yet. */
  up: boolean | undefined;
  estimateBps: number | undefined;
  budget: BandwidthBudget;
}

export interface ProducerRecord {
  readonly producerId: string;
  readonly inboundId: number;
  readonly participantId: string;
  /** Of the mix: undefined. */
  readonly transport: TransportRecord | undefined;
  readonly source: Source;
  readonly stream: AcceptedStream;
  readonly consumers: Set<ConsumerRecord>;
  readonly layers: LayerFacts[];
  readonly keyFrames: KeyFramePacing[];
  treatment: VoiceTreatment;
  /** Of a microphone that is mixed: its wait in the mixer's jitter buffer. */
  soundDelayMs: number | undefined;
  paused: boolean;
}

export interface ConsumerRecord {
  readonly consumerId: string;
  readonly routeId: number;
  readonly participantId: string;
  readonly transport: TransportRecord;
  readonly producer: ProducerRecord;
  readonly rtpParameters: RtpParameters;
  paused: boolean;
  tileWidthPx: number;
  tileHeightPx: number;
  spatialLayer: number;
  temporalLayer: number;
}

/** What the conference wants the shell to do or to say, in order. */
export type Notice =
  | { readonly type: 'producersClosed'; readonly participantId: string; readonly producerIds: readonly string[] }
  | { readonly type: 'consumersClosed'; readonly participantId: string; readonly consumerIds: readonly string[] }
  | {
      readonly type: 'transportClosed';
      readonly number: number;
      readonly transportId: string;
      readonly participantId: string;
    }
  | {
      readonly type: 'microphoneReadable';
      readonly participantId: string;
      readonly producerId: string;
      readonly readable: boolean;
    }
  | {
      readonly type: 'speakers';
      readonly roomId: string;
      readonly speaking: readonly string[];
      readonly active: string | null;
    }
  | { readonly type: 'grades'; readonly grades: readonly (readonly [participantId: string, grade: Grade])[] };

export interface Effects {
  readonly commands: Command[];
  /** To be obeyed after `commands`. */
  readonly sound: SoundCommand[];
  readonly recorder: RecorderCommand[];
  readonly notices: Notice[];
}

export type MediaResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ErrorCode };

export const done = <T>(value: T): MediaResult<T> => ({ ok: true, value });
export const refused = (error: ErrorCode): { readonly ok: false; readonly error: ErrorCode } => ({ ok: false, error });
