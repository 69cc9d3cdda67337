/** What the media server says of its meetings to whoever writes it down. */
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';

/** The seed's `live_conference`. */
export interface LiveRecord {
  readonly conferenceId: string;
  /** Inside now, in whatever room. 0 = the meeting stands empty. */
  readonly participants: number;
  readonly maxParticipants: number;
  /** Over the time in which anybody was inside. */
  readonly averageParticipants: number;
  readonly kept: KeptMeeting;
}

export interface Attendance {
  readonly type: 'came' | 'left' | 'renamed';
  readonly conferenceId: string;
  readonly participantId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly atMs: number;
}
