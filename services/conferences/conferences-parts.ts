/** What the use cases of this service work with. Put together once, in `conferences-service.ts`. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { ConferencesNeeds } from './needs.ts';
import type { Conferences } from './store/conferences.ts';
import type { Places } from './store/places.ts';

/** What a participant token stands for. */
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

/** What a chat token stands for. */
export interface ChatPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
  readonly userId: string | undefined;
  readonly joinedAtMs: number;
}

export interface ConferencesParts {
  readonly conferences: Conferences;
  readonly places: Places;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly route: ConferencesNeeds['route'];
  readonly chatUrl: ConferencesNeeds['chatUrl'];
  readonly iceServers: ConferencesNeeds['iceServers'];
  readonly live: ConferencesNeeds['live'];
  readonly soundModeChosen: ConferencesNeeds['soundModeChosen'];
  readonly endConference: ConferencesNeeds['endConference'];
  readonly conferenceDeleted: ConferencesNeeds['conferenceDeleted'];
  readonly accountName: ConferencesNeeds['accountName'];
  readonly stillSignedIn: ConferencesNeeds['stillSignedIn'];
}
