/** What the use cases of this service work with. Put together once, in `conferences-service.ts`. */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import type { ConferencesNeeds } from './needs.ts';
import type { Bars } from './store/bars.ts';
import type { BreakoutRooms } from './store/breakout-rooms.ts';
import type { Conferences } from './store/conferences.ts';
import type { LiveConferences } from './store/live-conferences.ts';
import type { Participations } from './store/participations.ts';
import type { Places } from './store/places.ts';
import type { LiveWriter } from './workers/write-live.ts';

/** What a participant token stands for. */
export interface Place {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly conferenceName: string;
  readonly soundMode: SoundMode;
  /** Whoever comes waits for a host. */
  readonly lobby: boolean;
  /** The meeting ends by itself then; absent = it does not. */
  readonly endsAtMs?: number | undefined;
  readonly name: string;
  readonly role: 'host' | 'guest';
  readonly isOwner: boolean;
  /** Waits for a host even where others need not: somebody was put out who may be this one. */
  readonly mustWait: boolean;
  readonly userId: string | null;
  /** Of the account, in lower case. */
  readonly email: string | null;
  /** What was written down of the meeting when it last went on; nothing while somebody is inside, where it is known better. */
  readonly kept?: KeptMeeting | undefined;
}

/** What a chat token stands for. */
export interface ChatPlace {
  readonly participantId: string;
  readonly conferenceId: string;
  readonly name: string;
  readonly role: 'host' | 'guest';
  readonly userId: string | undefined;
  readonly joinedAtMs: number;
  /** As of a place. */
  readonly mustWait: boolean;
}

export interface ConferencesParts {
  readonly conferences: Conferences;
  readonly rooms: BreakoutRooms;
  readonly bars: Bars;
  readonly liveConferences: LiveConferences;
  readonly liveWriter: LiveWriter;
  readonly participations: Participations;
  readonly places: Places;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly route: ConferencesNeeds['route'];
  readonly chatUrl: ConferencesNeeds['chatUrl'];
  readonly iceServers: ConferencesNeeds['iceServers'];
  readonly live: ConferencesNeeds['live'];
  readonly soundModeChosen: ConferencesNeeds['soundModeChosen'];
  readonly lobbyChosen: ConferencesNeeds['lobbyChosen'];
  readonly roomsPrepared: ConferencesNeeds['roomsPrepared'];
  readonly endConference: ConferencesNeeds['endConference'];
  readonly conferenceDeleted: ConferencesNeeds['conferenceDeleted'];
  readonly accountName: ConferencesNeeds['accountName'];
  readonly accountEmail: ConferencesNeeds['accountEmail'];
  readonly stillSignedIn: ConferencesNeeds['stillSignedIn'];
}
