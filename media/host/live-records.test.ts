import { expect, it } from 'vitest';
import { openMeeting } from '../control/meeting/meeting-state.ts';
import { LiveRecords } from './live-records.ts';

it('R1: what is settled is written, also where the writing had begun by itself', async () => {
  const opened = openMeeting({ conferenceId: 'c', name: 'Defence', soundMode: 'mixed', lobby: false, media: 'up' }, 0);
  const written: number[] = [];
  let write = (): void => undefined;
  const records = new LiveRecords(opened, ({ kept }) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    write = () => {
      written.push(kept.recordings?.length ?? 0);
      resolve();
    };
    return promise;
  });
  const recording = {
    recordingId: 'r',
    state: 'recording',
    startedAtMs: 0,
    by: null,
    savedUpToMs: null,
    trouble: null,
  } as const;
  const recorded = { ...opened, recordings: new Map([[null, recording]]) };
  records.changed(recorded, 2_000);
  write();
  records.changed(opened, 4_000);
  let isSettled = false;
  const settled = records.settle(opened, 4_001).then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSettled).toBe(false);
  write();
  await settled;
  expect(written).toEqual([1, 0]);
});
