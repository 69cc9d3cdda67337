/** What a screen sees of a call: one immutable snapshot, replaced on each change, so that `===` tells whether anything changed. */
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import type { BreakoutView, HostView, RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type {
  ConferenceView,
  ParticipantView,
  SoundMode,
  Source,
  Standing,
} from '@veche/contracts/signalling/conference-view.ts';
import type { CallError } from './call-error.ts';
import type { SoundPath } from './sound-changeover.ts';

export type EndReason =
  | 'left'
  | 'endedForAll'
  | 'joinedElsewhere'
  | 'signedOut'
  | 'shuttingDown'
  | 'removed'
  | 'denied'
  | 'failed';

export type Connection =
  | { readonly name: 'idle' }
  | { readonly name: 'connecting' }
  | { readonly name: 'connected' }
  /** The socket is cut and being opened again; `sinceMs` is the environment's clock at the cut. */
  | { readonly name: 'reconnecting'; readonly sinceMs: number }
  /** `error` is there when `reason` is `failed`. */
  | { readonly name: 'ended'; readonly reason: EndReason; readonly error?: CallError };

/**
 * Sound and picture apart from the socket. starting: not connected yet; up: connected, or nothing to carry;
 * interrupted: was connected and is not, or cannot connect ("no connection for sound and picture").
 */
export type MediaCondition = 'starting' | 'up' | 'interrupted';

/** What became of a stream that this participant sends. */
export type Publishing = 'off' | 'starting' | 'on' | 'paused';

/** A participant as tiles need it. For oneself, `producers` follow what is published here, without waiting for the server. */
export type CallParticipant = ParticipantView & { readonly speaking: boolean; readonly isSelf: boolean };

export interface CallState {
  readonly connection: Connection;
  readonly media: MediaCondition;
  /** `waiting`: in front of the door, and nobody is seen; a guest until it is known. */
  readonly standing: Standing;
  /** Known since the first join answer. */
  readonly conference?: ConferenceView;
  /** How far the server's clock is ahead of this device's, milliseconds: whatever time the server tells is by its own. */
  readonly clockAheadMs: number;
  /** The breakout room that this participant is in; null = the main room. */
  readonly room: RoomView | null;
  /** null = there are no rooms that concern this participant. */
  readonly breakout: BreakoutView | null;
  /** Of this room; null = it is not recorded. */
  readonly recording: RecordingStatus | null;
  /** null = this participant is no host. */
  readonly host: HostView | null;
  /** What this participant may switch on where the meeting's policy says no. */
  readonly mayUnmute: boolean;
  readonly mayStartVideo: boolean;
  readonly selfId?: string;
  /** Of this room, in the order in which they joined; oneself among them. */
  readonly participants: readonly CallParticipant[];
  /** Who speaks, steady enough to lay out a stage by; null when nobody has spoken. */
  readonly activeParticipantId: string | null;
  readonly publishing: Readonly<Record<Source, Publishing>>;
  /** As the host has chosen; `mixed` until it is known. */
  readonly soundMode: SoundMode;
  /**
   * What is to be played. It follows `soundMode`, a moment later: while the mode changes there are tracks of both paths, and those of the
   * other path are played in silence, so that they are there when their moment comes.
   */
  readonly heard: SoundPath;
  /** false: the server cannot make sound of what this participant's microphone sends. */
  readonly microphoneReadable: boolean;
  /** Grows whenever `Call.track` or `Call.mixTrack` may answer differently. */
  readonly tracksVersion: number;
}

export const initialCallState: CallState = {
  connection: { name: 'idle' },
  media: 'starting',
  standing: 'guest',
  clockAheadMs: 0,
  room: null,
  breakout: null,
  recording: null,
  host: null,
  mayUnmute: false,
  mayStartVideo: false,
  participants: [],
  activeParticipantId: null,
  publishing: { microphone: 'off', camera: 'off', screen: 'off', screenSound: 'off' },
  soundMode: 'mixed',
  heard: 'mix',
  microphoneReadable: true,
  tracksVersion: 0,
};
