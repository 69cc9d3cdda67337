import { describe, expect, it } from 'vitest';
import { mediaMetrics } from './metrics.ts';

const health = { workers: 1, workersUp: 1, conferences: 0, participants: 0 };
const sampleOf = (counter: string) =>
  mediaMetrics(health, 0, [{ worker: 0, counters: new Map([[counter, 3]]) }]).find(
    ({ labels }) => labels?.counter === counter,
  );

describe('a count of a media worker', () => {
  it.each(['soundMicrophones', 'soundListeners', 'soundSpeaking', 'soundStreams', 'soundCleaningDropped'])(
    'of what is there now may fall again: %s',
    (counter) => {
      expect(sampleOf(counter)).toMatchObject({ name: 'veche_media_worker_now', type: 'gauge', value: 3 });
    },
  );

  it.each(['soundTicks', 'soundLateTicks', 'soundSkippedTicks', 'soundCleaningDroppedTicks', 'soundDroppedPackets'])(
    'of what has happened only grows: %s',
    (counter) => {
      expect(sampleOf(counter)).toMatchObject({ name: 'veche_media_worker_count', type: 'counter', value: 3 });
    },
  );
});
