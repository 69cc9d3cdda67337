/** The sound thread's entry: loads the codecs once, then beats until its parent ends it. A bug ends the thread, and with it the worker. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '@veche/kernel/clock.ts';
import { PacketRingReader } from '../../plane/packet-ring.ts';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { SoundEngine } from '../sound-engine.ts';
import { SoundLoop } from './sound-loop.ts';
import type { FromSoundThread, SoundThreadStart, ToSoundThread } from './sound-protocol.ts';

const port = parentPort!;
const { ring, quality } = workerData as SoundThreadStart;
const engine = new SoundEngine(await loadSoundLibrary(), quality);
const post = (message: FromSoundThread, transfer: readonly ArrayBuffer[] = []) =>
  port.postMessage(message, [...transfer]);
port.on('message', (commands: ToSoundThread) => {
  for (const command of commands) engine.obey(command);
});

const loop = new SoundLoop({
  engine,
  ring: new PacketRingReader(ring),
  clock: systemClock,
  monotonicMs: () => performance.now(),
  post,
});
const beat = (): void => {
  const waitMs = loop.run();
  // A timer rounds up: one that is a little early looks again.
  setTimeout(beat, Math.max(0, Math.floor(waitMs)));
};
beat();
