/** What a participant token stands for, as the service that gave it out says. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';

export interface Place {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly conferenceName: string;
  readonly soundMode: SoundMode;
  /** Whoever comes waits for a host, as the meeting was planned. */
  readonly lobby: boolean;
  /** The meeting ends by itself then; absent = it does not. */
  readonly endsAtMs?: number | undefined;
  readonly name: string;
  /** With which they come in for the first time. */
  readonly role: 'host' | 'guest';
  /** The owner always gets in, and is the host on coming. */
  readonly isOwner: boolean;
  /** Waits for a host even where others need not: somebody was put out who may be this one. */
  readonly mustWait: boolean;
  readonly userId: string | null;
  /** Of the account, in lower case. */
  readonly email: string | null;
  /** What was written down of the meeting when it last went on. */
  readonly kept?: KeptMeeting | undefined;
}
