import { randomBytes, randomUUID } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ConferenceHost } from './conference-host.ts';
import { RecordingShelf } from './fixtures/recording-shelf.ts';
import type { Place } from './place.ts';
import { RecordingLine } from './recording-line.ts';
import type { SignallingLine } from './seating.ts';
import { WorkerPool } from './worker-pool.ts';

const conferenceId = randomUUID();
const clock = new ManualClock();
const shelf = new RecordingShelf();
let conference: ConferenceHost;

afterAll(() => shelf.close());

/** A pool that was never started: the meeting waits for media, which is all the same to its people. */
beforeEach(() => {
  const random = { bytes: (length: number) => randomBytes(length) };
  const pool = new WorkerPool(
    { listenAddresses: [], announcedAddresses: [], spoolFolder: '', firstPort: 0, workers: 1 },
    { logger: silentLogger, clock, random },
    {
      onNews: () => undefined,
      onRecording: () => undefined,
      onWorkerLost: () => undefined,
      onMediaLost: () => undefined,
      onMediaBack: () => undefined,
      loadOf: () => 0,
    },
  );
  conference = new ConferenceHost(
    { conferenceId, conferenceName: 'Standup', soundMode: 'mixed', lobby: false },
    {
      pool,
      recordings: new RecordingLine(shelf, pool, { folder: shelf.spoolFolder, logger: silentLogger, clock }),
      clock,
      random,
      logger: silentLogger,
      liveChanged: async () => undefined,
      attended: () => undefined,
      roleChanged: () => undefined,
      roomsKept: async () => undefined,
      onOver: () => undefined,
    },
  );
});

const place = (role: Place['role'] = 'guest'): Place => ({
  participantId: randomUUID(),
  conferenceId,
  conferenceName: 'Standup',
  soundMode: 'mixed',
  lobby: false,
  name: 'Anna',
  role,
  isOwner: role === 'host',
  mustWait: false,
  userId: null,
  email: null,
});
function line(): SignallingLine & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    isOpen: true,
    send: () => undefined,
    end: (reason) => said.push(reason),
    giveWay: () => said.push(''),
  };
}
const enter = (who: Place, on: SignallingLine, attempt?: number) =>
  conference.enter(who, on, attempt === undefined ? undefined : { id: 'page', attempt }, () => undefined);

describe('a full meeting', () => {
  let guests: [Place, SignallingLine][];
  beforeEach(() => {
    guests = Array.from({ length: limits.participantsPerConference }, () => [place(), line()]);
    for (const [guest, on] of guests) enter(guest, on);
  });

  it('refuses a guest', () => {
    expect(() => enter(place(), line())).toThrowError(expect.objectContaining({ code: 'conference_full' }));
  });

  it('takes back a guest who was cut off', () => {
    const [guest, cut] = guests[0]!;
    conference.lost(guest.participantId, cut, false);
    expect(enter(guest, line())).toBe(true);
  });

  it('lets its host in, who must be able to make room', () => {
    enter(place('host'), line());
    expect(conference.participants).toBe(limits.participantsPerConference + 1);
  });
});

describe('a join that arrives late', () => {
  it('takes no place that is held for a newer one of the same client', () => {
    const [guest, newer, older] = [place(), line(), line()];
    expect(enter(guest, newer, 2)).toBe(true);
    conference.lost(guest.participantId, newer, false);
    expect(enter(guest, older, 1)).toBe(false);
    expect(enter(guest, line(), 3)).toBe(true);
  });
});
