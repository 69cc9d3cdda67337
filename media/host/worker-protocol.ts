/**
 * What the media server's parent and its worker processes say to each other over the process's own channel: requests that are answered once, and
 * notifications either way. Both sides are ours and of one version, so nothing is validated here.
 */
import type { ErrorCode } from '@veche/contracts/errors.ts';
import type { MethodName, MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import type { LogFields } from '@veche/kernel/logger.ts';

import type { RoomRecording } from '../control/forwarding/recording-desk.ts';
import type { Move } from '../control/forwarding/rooms-desk.ts';

/** The signalling methods that a worker carries out; their parameters passed the contract's schema in the parent. */
export const mediaMethods = [
  'createTransport',
  'connectTransport',
  'restartIce',
  'closeTransport',
  'produce',
  'setProducerPaused',
  'setVoiceTreatment',
  'closeProducer',
  'consume',
  'closeConsumers',
  'setTiles',
] as const satisfies readonly MethodName[];
export type MediaMethod = (typeof mediaMethods)[number];

export type MediaCall = {
  [Name in MediaMethod]: { readonly method: Name; readonly params: MethodParams<Name> };
}[MediaMethod];
export type MediaAnswer = MethodResult<MediaMethod>;

export interface WorkerSettings {
  /** Differs for each process that one server ever starts. */
  readonly generation: number;
  readonly listenAddresses: readonly string[];
  /** 0 lets the system choose. */
  readonly port: number;
  readonly announcedAddresses: readonly string[];
  /** Where recordings are spooled; it is there. */
  readonly spoolFolder: string;
}

export type ToWorker =
  | { readonly type: 'start'; readonly settings: WorkerSettings }
  | {
      readonly type: 'call';
      readonly callId: number;
      readonly conferenceId: string;
      readonly participantId: string;
      readonly call: MediaCall;
    }
  /** May come before they have any media; holds until they are removed. Without this everybody is in the room of the conference's own id. */
  | {
      readonly type: 'moveParticipants';
      readonly conferenceId: string;
      readonly moves: readonly Move[];
    }
  | { readonly type: 'removeParticipant'; readonly conferenceId: string; readonly participantId: string }
  /** These rooms of the conference and no others are recorded from now on. */
  | {
      readonly type: 'setRecordings';
      readonly conferenceId: string;
      readonly recordings: readonly RoomRecording[];
    }
  | { readonly type: 'closeConference'; readonly conferenceId: string }
  | { readonly type: 'ping'; readonly pingId: number }
  | { readonly type: 'shutDown' };

/** What a worker says of one conference. */
export type ConferenceNews =
  | { readonly type: 'producersClosed'; readonly participantId: string; readonly producerIds: readonly string[] }
  | { readonly type: 'consumersClosed'; readonly participantId: string; readonly consumerIds: readonly string[] }
  | { readonly type: 'transportsClosed'; readonly participantId: string; readonly transportIds: readonly string[] }
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
  | { readonly type: 'grades'; readonly grades: readonly (readonly [participantId: string, grade: 0 | 1 | 2 | 3])[] };

/** What a worker says of recordings. */
export type RecordingNews =
  /** This spool file is whole. */
  | { readonly type: 'closed'; readonly recordingId: string; readonly fileName: string }
  /** A run is over, and all of it is on disk. */
  | { readonly type: 'ended'; readonly recordingId: string }
  /** The disk refuses to take what is recorded, with the system's code; undefined = it takes it again. */
  | { readonly type: 'refused'; readonly recordingId: string; readonly code: string | undefined };

export type FromWorker =
  /** Its sockets are open; `port` is that of UDP, or of TCP where there is none. */
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'listenFailed'; readonly reason: string }
  | { readonly type: 'answer'; readonly callId: number; readonly result: MediaAnswer }
  | { readonly type: 'refusal'; readonly callId: number; readonly error: ErrorCode }
  | { readonly type: 'news'; readonly conferenceId: string; readonly news: ConferenceNews }
  | { readonly type: 'recording'; readonly news: RecordingNews }
  /** `counters` are the plane's and the shell's, since the start of the process. */
  | { readonly type: 'pong'; readonly pingId: number; readonly counters: readonly (readonly [string, number])[] }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly fields: LogFields;
      readonly message: string;
    };
