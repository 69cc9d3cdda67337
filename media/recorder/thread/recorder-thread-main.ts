/** The recorder thread's entry: beats until its parent ends it. A bug ends the thread, and with it the worker. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '@veche/kernel/clock.ts';
import { PacketRingReader } from '../../plane/packet-ring.ts';
import { Recorder } from '../recorder.ts';
import type { FromRecorderThread, RecorderThreadStart, ToRecorderThread } from './recorder-protocol.ts';
import { createSteadyClock } from './steady-clock.ts';

const beatMs = 50;

const port = parentPort!;
const { ring: memory, spoolFolder } = workerData as RecorderThreadStart;
const post = (message: FromRecorderThread) => port.postMessage(message);
const ring = new PacketRingReader(memory);
const recorder = new Recorder(
  { path: spoolFolder },
  {
    onClosed: (recordingId, fileName) => post({ type: 'closed', recordingId, fileName }),
    onEnded: (recordingId) => post({ type: 'ended', recordingId }),
    onRefused: (recordingId, code) => post({ type: 'refused', recordingId, code }),
    wantKeyFrame: (routeId) => post({ type: 'keyFrame', routeId }),
  },
);

const clock = createSteadyClock(systemClock, () => performance.now());

const drain = (): void => {
  for (let packet = ring.read(); packet !== undefined; packet = ring.read()) {
    recorder.receive({ ...packet, routeId: packet.streamId, arrivalMs: clock.steadyOf(packet.arrivalMs) });
  }
};
const beat = (): void => {
  drain();
  recorder.tick(clock.nowMs());
};
let beating: NodeJS.Timeout | undefined = setInterval(beat, beatMs);

port.on('message', (message: ToRecorderThread) => {
  // What came before a command belongs before it.
  drain();
  if (message.type === 'commands') {
    if (recorder.isIdle) clock.catchUp();
    for (const command of message.commands) recorder.obey(command, clock.nowMs());
    return;
  }
  clearInterval(beating);
  beating = undefined;
  recorder.close(clock.nowMs());
  post({ type: 'idle' });
});
