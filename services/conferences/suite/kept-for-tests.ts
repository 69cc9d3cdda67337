/** What a media server would tell of a running meeting. */
import type { KeptMeeting } from '@veche/contracts/signalling/kept-meeting.ts';
import type { LiveRecord } from '../needs.ts';

export function keptForTests(changes: Partial<KeptMeeting> = {}): KeptMeeting {
  return {
    policy: { lobby: false, locked: false, unmuteSelf: true, startVideo: true, shareScreen: false },
    rooms: [],
    roomsMade: 0,
    open: false,
    byChoice: false,
    mayReturn: true,
    closesAtMs: null,
    prepared: [],
    people: [],
    removed: [],
    hands: 3,
    attendance: { most: 2, personMs: 5_000, openMs: 2_500 },
    ...changes,
  };
}

export function liveForTests(conferenceId: string, changes: Partial<LiveRecord> = {}): LiveRecord {
  return {
    conferenceId,
    participants: 2,
    maxParticipants: 3,
    averageParticipants: 1.6,
    kept: keptForTests(),
    ...changes,
  };
}
