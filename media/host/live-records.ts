/** Tells what stands now to whoever writes it down: at once what a host decided, the rest of what changed about once a second. */
import { attendanceAt, keptOf } from '../control/meeting/keeping.ts';
import type { LiveMeeting } from '../control/meeting/meeting-state.ts';
import { keptRecordingsOf } from '../control/meeting/recording.ts';
import type { LiveRecord } from './live-record.ts';

const everyMs = 1_000;
/** Also when nothing changes, while somebody is inside: the average does, and it tells that the meeting is not abandoned. */
const evenSoMs = 60_000;

export class LiveRecords {
  readonly #tell: (live: LiveRecord) => Promise<void>;
  #told: LiveMeeting;
  #toldAtMs = 0;
  #isDue = false;
  /** What was told last is on its way, or written. */
  #telling: Promise<void> = Promise.resolve();

  constructor(opened: LiveMeeting, tell: (live: LiveRecord) => Promise<void>) {
    this.#told = opened;
    this.#tell = tell;
  }

  changed(meeting: LiveMeeting, nowMs: number): void {
    this.#isDue ||= isNews(this.#told, meeting);
    this.tick(meeting, nowMs);
  }

  tick(meeting: LiveMeeting, nowMs: number): void {
    const passedMs = nowMs - this.#toldAtMs;
    const isEven = passedMs >= evenSoMs && meeting.participants.size > 0;
    if (isEven || (this.#isDue && passedMs >= everyMs)) void this.flush(meeting, nowMs);
  }

  /** Resolves when everything that has changed is written: what a host has decided is not to be lost with the server. */
  async settle(meeting: LiveMeeting, nowMs: number): Promise<void> {
    if (this.#isDue || isNews(this.#told, meeting)) await this.flush(meeting, nowMs);
    else await this.#telling;
  }

  flush(meeting: LiveMeeting, nowMs: number): Promise<void> {
    this.#told = meeting;
    this.#toldAtMs = nowMs;
    this.#isDue = false;
    const { most, personMs, openMs } = attendanceAt(meeting, nowMs);
    this.#telling = this.#tell({
      conferenceId: meeting.conferenceId,
      participants: meeting.participants.size,
      maxParticipants: most,
      averageParticipants: openMs === 0 ? meeting.participants.size : personMs / openMs,
      kept: keptOf(meeting, nowMs),
    });
    return this.#telling;
  }
}

/** Streams come and go without being written down. */
function isNews(told: LiveMeeting, now: LiveMeeting): boolean {
  if (
    told.removed !== now.removed ||
    told.policy !== now.policy ||
    told.breakout !== now.breakout ||
    told.remembered !== now.remembered ||
    !sameRecordings(told, now)
  )
    return true;
  if (told.participants === now.participants) return false;
  if (told.participants.size !== now.participants.size) return true;
  for (const [participantId, participant] of now.participants) {
    const before = told.participants.get(participantId);
    if (before === undefined) return true;
    if (before === participant) continue;
    if (before.role !== participant.role || before.roomId !== participant.roomId) return true;
    if (before.handOrder !== participant.handOrder || before.assignedRoomId !== participant.assignedRoomId) return true;
    if (before.mutedAtMs !== participant.mutedAtMs || before.mayUnmute !== participant.mayUnmute) return true;
    if (before.asksForHelp !== participant.asksForHelp) return true;
    if (before.videoStoppedAtMs !== participant.videoStoppedAtMs) return true;
    if (before.mayStartVideo !== participant.mayStartVideo) return true;
  }
  return false;
}

/** How far they are stored changes all the time, and is found out anew. */
function sameRecordings(told: LiveMeeting, now: LiveMeeting): boolean {
  if (told.recordings === now.recordings) return true;
  return JSON.stringify(keptRecordingsOf(told)) === JSON.stringify(keptRecordingsOf(now));
}
