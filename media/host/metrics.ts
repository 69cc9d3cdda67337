/** The media server's figures, for whoever collects them. */
import type { MediaHealth } from './media-server.ts';

export interface MetricSample {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

const presentCounts: ReadonlySet<string> = new Set([
  'conferences',
  'timers',
  'transports',
  'soundCleaningDropped',
  'soundListeners',
  'soundMicrophones',
  'soundSpeaking',
  'soundStreams',
]);
const now = {
  name: 'veche_media_worker_now',
  help: 'What a media worker holds now, by the name of the count.',
  type: 'gauge',
} as const;
const sinceStart = {
  name: 'veche_media_worker_count',
  help: 'What a media worker has counted since it started, by the name of the count.',
  type: 'counter',
} as const;

export function mediaMetrics(
  health: MediaHealth,
  signallingSockets: number,
  workers: readonly { readonly worker: number; readonly counters: ReadonlyMap<string, number> }[],
): MetricSample[] {
  const gauge = (name: string, help: string, value: number): MetricSample => ({ name, help, type: 'gauge', value });
  return [
    gauge('veche_media_workers', 'Media workers that are meant to run.', health.workers),
    gauge('veche_media_workers_up', 'Media workers that run.', health.workersUp),
    gauge('veche_media_conferences', 'Meetings that are live here.', health.conferences),
    gauge('veche_media_participants', 'People in live meetings, those being waited for too.', health.participants),
    gauge('veche_media_signalling_sockets', 'Open signalling sockets.', signallingSockets),
    ...workers.flatMap(({ worker, counters }) =>
      [...counters].map(
        ([counter, value]): MetricSample => ({
          ...(presentCounts.has(counter) ? now : sinceStart),
          value,
          labels: { worker: String(worker), counter },
        }),
      ),
    ),
  ];
}
