import { ManualClock } from '@veche/testkit/manual-clock.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anySequence } from '../control/meeting/suite/check-meetings.ts';
import { type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';
import { SocketMeeting } from './fixtures/socket-meeting.ts';

const sequences = 300;

const clock = new ManualClock();
let server: RunningMediaServer;
beforeAll(async () => {
  server = await runMediaServer({ clock });
});
afterAll(() => server[Symbol.asyncDispose]());

it(`M6, B1 to B4: ${sequences} random sequences through real sockets: everybody is told exactly what the pure step says`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.noBias(anySequence(25)), async ([started, actions]) => {
      const meeting = new SocketMeeting(server, clock);
      try {
        await meeting.start(started);
        for (const action of actions) await meeting.act(action);
      } finally {
        meeting.close();
      }
    }),
    { numRuns: sequences, endOnFailure: true },
  );
  expect(server.media.health().conferences).toBe(0);
}, 300_000);
