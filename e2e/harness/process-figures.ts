/** What a process holds, as Linux tells it: memory, open files, threads; and what the machine is doing. */
import { readdir, readFile } from 'node:fs/promises';

/** Resident set, with what is shared with others. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

export const openFiles = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/fd`)).length;

export const threads = async (pid: number): Promise<number> => (await readdir(`/proc/${pid}/task`)).length;

const clockTicksPerSecond = 100;

/** User and system time so far. */
export async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

export interface MachineTimes {
  readonly all: number;
  readonly idle: number;
  /** What the host of a virtual machine gave to others while somebody here waited. */
  readonly stolen: number;
}

/** Since the machine's start, over all processors, in an unknown unit. */
export async function machineTimes(): Promise<MachineTimes> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n', 1);
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  return { all: times.reduce((sum, time) => sum + time, 0), idle: times[3] ?? 0, stolen: times[7] ?? 0 };
}
