import { silentLogger } from '@veche/kernel/logger.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SoundThread } from './sound-thread.ts';

const listener = { onFrames: vi.fn(), onLevels: vi.fn(), onReadable: vi.fn() };
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
const counted = (thread: SoundThread, name: string) => new Map(thread.counters()).get(name);
let thread: SoundThread;

const listen = (routeId: number) =>
  ({
    type: 'setListener',
    listener: { routeId, roomId: 'meeting', ownerId: 'anna', originId: 1, format: 'opus', paused: false },
  }) as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  listener.onFrames.mockClear();
  thread = new SoundThread({ monoBps: 48_000, stereoBps: 112_000, complexity: 5 }, listener, silentLogger);
});
afterEach(async () => {
  vi.useRealTimers();
  await thread.close();
});

describe('the sound thread', () => {
  it('is there from the first command until a while after nothing is left to mix, and comes back', async () => {
    const before = threads();
    thread.obey([]);
    expect(threads()).toBe(before);
    for (let round = 0; round < 2; round += 1) {
      thread.obey([listen(round)]);
      await vi.waitFor(() => expect(counted(thread, 'soundListeners')).toBe(1), { timeout: 10_000 });
      expect(listener.onFrames).toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(counted(thread, 'soundListeners')).toBe(1);
      thread.obey([{ type: 'removeListener', routeId: round }]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(counted(thread, 'soundListeners')).toBeUndefined();
    }
  });
});
