/** The whole truth about where somebody is: told when they join, are let in, or come to another room. */
import Type, { type Static } from 'typebox';
import { RecordingStatus } from '../recording/recording-status.ts';
import { BreakoutView, HostView, RoomView } from './breakout-view.ts';
import { ConferenceView, ParticipantView } from './conference-view.ts';

export const Inside = Type.Object({
  conference: ConferenceView,
  /** null = the main room. */
  room: Type.Union([RoomView, Type.Null()]),
  /** Of this room, oneself among them. */
  participants: Type.Array(ParticipantView),
  /** null = there are no rooms, or, to guests, none that are open. */
  breakout: Type.Union([BreakoutView, Type.Null()]),
  /** Of this room; null = it is not recorded. */
  recording: Type.Union([RecordingStatus, Type.Null()]),
  /** null = one is no host. */
  host: Type.Union([HostView, Type.Null()]),
  /** Grows when media was restarted; transports of another epoch are gone. */
  mediaEpoch: Type.Integer(),
  /**
   * When a host last muted this microphone, and last stopped this camera (milliseconds since the epoch; 0 = never). A client that was cut
   * off meanwhile obeys it before it sends anything again.
   */
  mutedAtMs: Type.Number(),
  videoStoppedAtMs: Type.Number(),
  /** A host asked this person to speak, or to show themselves, so that they may where the policy says no. */
  mayUnmute: Type.Boolean(),
  mayStartVideo: Type.Boolean(),
});

export type Inside = Static<typeof Inside>;
