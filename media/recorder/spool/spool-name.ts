/** How spool files are called: whose chunk, of which run, which in it, and whether somebody still writes it. In the order of names they follow each other. */
import { invariant } from '@veche/kernel/invariant.ts';

const pattern = /^([0-9a-f-]{36})\.(\d{15})\.(\d{9})\.(open|closed)$/;

export interface SpoolName {
  readonly recordingId: string;
  readonly runStartedAtMs: number;
  readonly number: number;
  readonly state: 'open' | 'closed';
}

/** What it writes, `readSpoolName` reads. */
export function writeSpoolName({ recordingId, runStartedAtMs, number, state }: SpoolName): string {
  invariant(
    Number.isSafeInteger(runStartedAtMs) && Number.isSafeInteger(number),
    'A spool file is named by whole numbers',
  );
  return `${recordingId}.${String(runStartedAtMs).padStart(15, '0')}.${String(number).padStart(9, '0')}.${state}`;
}

/** Undefined = no spool file. */
export function readSpoolName(name: string): SpoolName | undefined {
  const [, recordingId, runStartedAtMs, number, state] = pattern.exec(name) ?? [];
  if (recordingId === undefined) return undefined;
  return {
    recordingId,
    runStartedAtMs: Number(runStartedAtMs),
    number: Number(number),
    state: state === 'open' ? 'open' : 'closed',
  };
}
