/** What may happen to a meeting, and what is to be done about it. */
import type { RecordingStatus, RecordingTrouble } from '@veche/contracts/recording/recording-status.ts';
import type { ProducerView, Role, SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { MethodParams } from '@veche/contracts/signalling/methods.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { Comer, LiveMeeting } from './meeting-state.ts';

/** The signalling methods that are decided here; the others are the media worker's, or need a service first. */
export const decidedMethods = [
  'rename',
  'raiseHand',
  'react',
  'admit',
  'deny',
  'tellWaiting',
  'setPolicy',
  'mute',
  'muteAll',
  'askToUnmute',
  'stopVideo',
  'askToStartVideo',
  'stopSharing',
  'lowerHand',
  'lowerAllHands',
  'remove',
  'setRole',
  'handOverHost',
  'createRooms',
  'renameRoom',
  'removeRoom',
  'assign',
  'assignEvenly',
  'setRoomsOptions',
  'openRooms',
  'closeRooms',
  'extendRooms',
  'enterRoom',
  'broadcast',
  'askForHelp',
] as const;
export type DecidedMethod = (typeof decidedMethods)[number];
export type DecidedCall = {
  [Name in DecidedMethod]: { readonly method: Name; readonly params: MethodParams<Name> };
}[DecidedMethod];

/** What chance gives to a call: as many ids as rooms can be made at once, and a seed for whoever is dealt out. */
export interface Chance {
  readonly ids: readonly string[];
  readonly seed: number;
}

/** What the owner prepares before the meeting. */
export type PreparedRooms = Pick<KeptMeeting, 'rooms' | 'prepared' | 'byChoice' | 'mayReturn' | 'roomsMade'>;

export type LeaveReason = 'left' | 'signedOut' | 'removed';

export type MeetingInput =
  | { readonly type: 'join'; readonly comer: Comer }
  /** `leavingPage`: the browser said that the page goes away. */
  | { readonly type: 'socketLost'; readonly participantId: string; readonly leavingPage: boolean }
  /** But for `left`, the place is void, and opens nothing any more. */
  | { readonly type: 'leave'; readonly participantId: string; readonly reason: LeaveReason }
  | { readonly type: 'call'; readonly by: string; readonly call: DecidedCall; readonly chance: Chance }
  /** As what they would receive shows, whatever was said at the door. */
  | { readonly type: 'lacksH264'; readonly participantId: string }
  | { readonly type: 'transportOpened'; readonly participantId: string; readonly transportId: string }
  | { readonly type: 'transportsClosed'; readonly participantId: string; readonly transportIds: readonly string[] }
  | { readonly type: 'produced'; readonly participantId: string; readonly producer: ProducerView }
  | {
      readonly type: 'producerPaused';
      readonly participantId: string;
      readonly producerId: string;
      readonly paused: boolean;
    }
  /** By their own wish, whatever the worker says to it; hosts mute otherwise. */
  | { readonly type: 'mutesSelf'; readonly participantId: string; readonly producerId: string }
  | { readonly type: 'producersClosed'; readonly participantId: string; readonly producerIds: readonly string[] }
  | { readonly type: 'consumersClosed'; readonly participantId: string; readonly consumerIds: readonly string[] }
  | { readonly type: 'grades'; readonly grades: readonly (readonly [participantId: string, grade: 0 | 1 | 2 | 3])[] }
  | {
      readonly type: 'speakers';
      /** The meeting's own id is the main room. */
      readonly roomId: string;
      readonly speaking: readonly string[];
      readonly active: string | null;
    }
  | {
      readonly type: 'microphoneReadable';
      readonly participantId: string;
      readonly producerId: string;
      readonly readable: boolean;
    }
  | { readonly type: 'soundMode'; readonly mode: SoundMode }
  /** From outside the meeting, as when its plan is changed. */
  | { readonly type: 'lobby'; readonly lobby: boolean }
  /** So far nobody is inside, though some may wait. */
  | { readonly type: 'roomsPrepared'; readonly plan: PreparedRooms }
  /** Written down already where it begins; null = it ends. */
  | {
      readonly type: 'recording';
      readonly roomId: string | null;
      readonly recording: RecordingStatus | null;
    }
  | { readonly type: 'recordingSaved'; readonly recordingId: string; readonly savedUpToMs: number }
  | { readonly type: 'recordingTrouble'; readonly recordingId: string; readonly trouble: RecordingTrouble | null }
  | { readonly type: 'mediaLost' }
  | { readonly type: 'mediaBack' }
  | { readonly type: 'tick' };

export type MeetingOutput =
  | { readonly type: 'tell'; readonly to: readonly string[]; readonly notification: Notification }
  /** The participant's former socket gives way to a new one. */
  | { readonly type: 'displaced'; readonly participantId: string }
  /** The last word on this participant's socket. */
  | { readonly type: 'putOut'; readonly participantId: string; readonly reason: LeaveReason | 'denied' }
  /** No place any more; what they sent and received goes. */
  | { readonly type: 'removeMedia'; readonly participantId: string }
  /** At one stroke: those who go to the same room never lose each other. */
  | {
      readonly type: 'moveMedia';
      readonly moves: readonly { readonly participantId: string; readonly roomId: string | null }[];
    }
  | { readonly type: 'pauseProducer'; readonly participantId: string; readonly producerId: string }
  | { readonly type: 'closeProducer'; readonly participantId: string; readonly producerId: string }
  | {
      readonly type: 'attended';
      readonly event: 'came' | 'left' | 'renamed';
      readonly participantId: string;
      readonly userId: string | null;
      readonly name: string;
    }
  | {
      readonly type: 'roleChanged';
      readonly participantId: string;
      readonly roomId: string | null;
      readonly role: Role;
    }
  /** This is what is to be recorded from now on, and nothing else. */
  | {
      readonly type: 'record';
      readonly recordings: readonly { readonly roomId: string | null; readonly recordingId: string }[];
    }
  /** Nobody is in, at the door, or waited for. */
  | { readonly type: 'emptied' };

export interface MeetingStep {
  readonly state: LiveMeeting;
  readonly outputs: readonly MeetingOutput[];
  /** Of `createRooms`. */
  readonly roomIds?: readonly string[];
}
