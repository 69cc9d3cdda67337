/** The renderer where it is in trouble: what it tells, when it tries again, and that it does. */
import { sql as raw } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeFfmpeg } from '../suite/fake-ffmpeg.ts';
import { renderedRecordings } from '../suite/rendered-recordings.ts';
import { startMs, watchedRendering } from '../suite/watched-rendering.ts';

describe('rendering that fails', () => {
  let fake: ReturnType<typeof fakeFfmpeg>;
  let recordings: Awaited<ReturnType<typeof renderedRecordings>>;
  beforeEach(async () => {
    fake = fakeFfmpeg();
    recordings = await renderedRecordings({ ffmpeg: fake.ffmpeg });
  });
  afterEach(async () => {
    await recordings.close();
    fake.remove();
  });
  const { until, view, rendered, live, begun, segments } = watchedRendering(() => recordings);

  it('tells a failure in words, tries again by itself, and says no more of it once it went well', async () => {
    fake.behave({ fail: 'No space left on device', failOn: '' });
    const id = await begun(1);
    await until('it is told', async () => (await view(id)).problem !== null);
    const { state, problem, retryAt } = await view(id);
    expect([state, problem]).toEqual(['failed', expect.stringContaining('No space left on device')]);
    // Of all that it said, the end.
    expect(problem?.length).toBeLessThan(400);
    expect(Date.parse(retryAt ?? '')).toBeGreaterThan(Date.now() - 2_000);
    await until('it was tried often', async () => ((await segments())[0]?.tries ?? 0) >= 2);
    fake.behave({});
    await recordings.end(id, startMs + 10_000);
    await rendered(id);
    // The disk was to blame: the chunk is not given up.
    expect(await view(id)).toMatchObject({ problem: null, retryAt: null });
    expect(await segments()).toMatchObject([{ black: 0 }]);
  });

  it('R7: where not even a failure can be written down, waits before it tries again, and goes on once it can', async () => {
    const { sql } = recordings.ports;
    const barred = (verb: string) =>
      raw`create trigger barred_${raw.raw(verb)} before ${raw.raw(verb)} on recording_segment
      begin select raise(fail, 'disk I/O error'); end`.execute(sql.db);
    await barred('insert');
    const id = await begun(1);
    await until('it was tried', async () => fake.renderings() > 0);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(fake.renderings()).toBe(1);
    await raw`drop trigger barred_insert`.execute(sql.db);
    await live(id, 1);
    expect(fake.renderings()).toBe(2);
  });

  it('tries again, too, where its moment comes while the next one is being looked for', async () => {
    let readings: number[] = [];
    let nowMs = startMs;
    const clock = {
      nowMs: () => {
        nowMs = readings.shift() ?? nowMs;
        return nowMs;
      },
    };
    await recordings.close();
    recordings = await renderedRecordings({ ffmpeg: fake.ffmpeg, clock });
    fake.behave({ fail: 'No space left on device', failOn: '' });
    const id = await begun(1);
    await until('it is told', async () => (await view(id)).problem !== null);
    fake.behave({});
    const retryAtMs = Date.parse((await view(id)).retryAt ?? '');
    // Whoever else asks what time it is has done so by then.
    await new Promise((resolve) => setTimeout(resolve, 300));
    readings = [retryAtMs - 1, retryAtMs];
    await live(id, 1);
  });

  it('R5: an ffmpeg that somebody kills costs a try, and never the chunk', async () => {
    fake.behave({ killItself: true });
    const id = await begun(1);
    await until('it was tried', async () => ((await segments())[0]?.tries ?? 0) >= 2);
    expect(await segments()).toMatchObject([{ state: 'failed', faults: 0, problem: 'ffmpeg was ended by SIGKILL' }]);
    fake.behave({});
    await live(id, 1);
    expect(await segments()).toMatchObject([{ state: 'done', black: 0 }]);
  });
});
