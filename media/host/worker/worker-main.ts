/**
 * The worker process: started by the worker pool, obeys the channel to its parent, and is gone when that channel is. A bug ends it; the parent starts another.
 */
import { networkInterfaces } from 'node:os';
import { systemClock } from '@veche/kernel/clock.ts';
import { SoundThread } from '../../audio/thread/sound-thread.ts';
import { createTypeScriptPlane } from '../../plane-ts/plane.ts';
import { RecorderThread } from '../../recorder/thread/recorder-thread.ts';
import type { FromWorker, ToWorker } from '../worker-protocol.ts';
import { MediaWorker } from './media-worker.ts';
import { createParentLogger } from './parent-logger.ts';
import { systemRandom } from './system-random.ts';

/** A wide-band voice at its best, and music at ease. */
const mixQuality = { monoBps: 48_000, stereoBps: 112_000, complexity: 9 };

const post = (message: FromWorker): void => {
  if (process.connected) process.send?.(message);
};
const logger = createParentLogger(post);
let worker: MediaWorker | undefined;

process.on('message', (message: ToWorker) => {
  if (message.type === 'start') {
    worker ??= new MediaWorker(message.settings, {
      createPlane: (listener) => createTypeScriptPlane({ clock: systemClock, random: systemRandom, logger }, listener),
      createSound: (listener) => new SoundThread(mixQuality, listener, logger),
      createRecorder: (events) => new RecorderThread(message.settings.spoolFolder, events),
      networkInterfaces: () => Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []),
      openTimers: () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
      clock: systemClock,
      random: systemRandom,
      logger,
      post,
    });
  } else if (message.type === 'shutDown') {
    void end(0);
  } else {
    worker?.handle(message);
  }
});
process.on('disconnect', () => void end(0));
// The parent decides when a worker ends; a terminal's Ctrl+C reaches the whole group of processes.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('uncaughtException', (error) => dieOf(error));
process.on('unhandledRejection', (error) => dieOf(error));

function dieOf(error: unknown): void {
  const stack = error instanceof Error ? error.stack : String(error);
  post({ type: 'log', level: 'error', fields: { stack }, message: 'A media worker met a bug and ends' });
  // What was posted leaves in the meantime.
  setTimeout(() => process.exit(1), 50);
}

async function end(exitCode: number): Promise<void> {
  await worker?.close();
  process.exit(exitCode);
}
