/** What the use cases of this service work with. Put together once, in `conferences-service.ts`. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { TokenSet } from '@veche/ports/tokens/tokens.ts';
import type { ConferencesNeeds } from './needs.ts';
import type { Conferences } from './store/conferences.ts';

/** A seat in a meeting, given out by `join` and shown to the media server. */
export interface Place {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly conferenceName: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
}

export interface ConferencesParts {
  readonly conferences: Conferences;
  /** Owned by the meeting's id, named by the participant's id. */
  readonly places: TokenSet<Place>;
  /** The same tokens owned by the session that joined, so that its end takes its places along. */
  readonly placesOfSessions: TokenSet<{ readonly conferenceId: string }>;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly route: ConferencesNeeds['route'];
  readonly iceServers: ConferencesNeeds['iceServers'];
  readonly live: ConferencesNeeds['live'];
  readonly endConference: ConferencesNeeds['endConference'];
  readonly accountName: ConferencesNeeds['accountName'];
  readonly stillSignedIn: ConferencesNeeds['stillSignedIn'];
}
