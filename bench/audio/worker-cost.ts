/**
 * What a whole worker spends on a meeting's sound, packets and all: headless participants with real DTLS-SRTP sessions in this process, the worker
 * as the child process that it is, its user and system time by the kernel's count.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startLoopbackMeeting } from '@veche/headless/fixtures/loopback-meeting.ts';
import { type Signal, silence } from '@veche/headless/sound-signal.ts';
import { voices } from '@veche/testkit/sound/speech/voice.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';

export interface WorkerCost {
  readonly people: number;
  readonly speaking: number;
  readonly coreShare: number;
  readonly packetsPerSecond: number;
  readonly lateTicks: number;
}

const windowMs = 10_000;
const settleMs = 8_000;
const ticksPerSecond = 100;
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

function workerProcessId(): number {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of listed) {
    const [pid, parent] = line.trim().split(/\s+/);
    if (Number(parent) === process.pid && line.includes('worker-main')) return Number(pid);
  }
  throw new Error('The media worker is not there');
}

/** User and system time of the process so far, in seconds. */
function cpuSeconds(processId: number): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
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
    const processId = workerProcessId();
    const before = { cpu: cpuSeconds(processId), counters: await meeting.counters(), atMs: performance.now() };
    await pause(windowMs);
    const after = { cpu: cpuSeconds(processId), counters: await meeting.counters(), atMs: performance.now() };
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
