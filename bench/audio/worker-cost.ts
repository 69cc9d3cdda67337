/**
 * What a whole worker spends on a meeting's sound, packets and all: headless participants with real DTLS-SRTP sessions in this process, the worker
 * as the child process that it is, its user and system time by the kernel's count.
 */
import { startLoopbackMeeting } from '@veche/headless/fixtures/loopback-meeting.ts';
import { type Signal, silence } from '@veche/headless/sound-signal.ts';
import { voices } from '@veche/testkit/sound/speech/voice.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { cpuSeconds } from '../../e2e/harness/process-figures.ts';

export interface WorkerCost {
  readonly people: number;
  readonly speaking: number;
  readonly coreShare: number;
  readonly packetsPerSecond: number;
  readonly lateTicks: number;
}

const windowMs = 10_000;
const settleMs = 8_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody who says the same ten seconds again and again. */
function talking(seed: number): Signal {
  const said = synthesiseSpeech({ voice: voices.boris, seed, lengthMs: 10_000, talking: 0.95 });
  let at = 0;
  return (block) => {
    for (let i = 0; i < block.length; i++) block[i] = said[(at + i) % said.length]! * 32_000;
    at += block.length;
  };
}

export async function measureWorker(): Promise<WorkerCost[]> {
  const costs: WorkerCost[] = [];
  for (const people of [5, 10, 50]) {
    const meeting = await startLoopbackMeeting();
    meeting.soundMode = 'mixed';
    const speaking = 3;
    const everybody = Array.from({ length: people }, (_, at) => {
      return meeting.participant(`Person ${at}`, { sound: at < speaking ? talking(at + 1) : silence });
    });
    for (const participant of everybody) await participant.join();
    await pause(settleMs);
    const processId = meeting.workerProcessId();
    if (processId === undefined) throw new Error('The media worker is not there');
    const before = { cpu: await cpuSeconds(processId), counters: await meeting.counters(), atMs: performance.now() };
    await pause(windowMs);
    const after = { cpu: await cpuSeconds(processId), counters: await meeting.counters(), atMs: performance.now() };
    const seconds = (after.atMs - before.atMs) / 1_000;
    const grown = (name: string) => (after.counters.get(name) ?? 0) - (before.counters.get(name) ?? 0);
    costs.push({
      people,
      speaking,
      coreShare: (after.cpu - before.cpu) / seconds,
      packetsPerSecond: grown('injectedPackets') / seconds,
      lateTicks: grown('soundLateTicks'),
    });
    await meeting.close();
  }
  return costs;
}
