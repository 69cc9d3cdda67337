/** What a participant token stands for, as the service that gave it out says. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';

export interface Place {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly conferenceName: string;
  readonly soundMode: SoundMode;
  /** The meeting ends by itself then; absent = it does not. */
  readonly endsAtMs?: number | undefined;
  readonly name: string;
  readonly role: 'host' | 'guest';
}
