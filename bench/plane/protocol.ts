/** What the processes of this measurement tell each other over Node's channel between parent and child. */
export interface Shape {
  readonly receivers: number;
  /** Packets that come in per second, each of which goes to every receiver. */
  readonly packetsPerSecond: number;
  readonly payloadBytes: number;
}

/** Packets come in bursts as frames do; both sides of the comparison keep this beat. */
export const burstIntervalMs = 10;

export type ToChild =
  | { readonly type: 'setUp'; readonly shape: Shape; readonly ports: readonly number[]; readonly port: number }
  | { readonly type: 'begin' }
  | { readonly type: 'end' };

export type FromChild =
  | { readonly type: 'ready'; readonly ports: readonly number[] }
  | { readonly type: 'measured'; readonly cpuUs: number; readonly packets: number; readonly bytes: number };

export function answer(message: FromChild): void {
  process.send?.(message);
}

export function onMessage(act: (message: ToChild) => void): void {
  process.on('message', (message) => act(message as ToChild));
  process.on('disconnect', () => process.exit(0));
}

/** CPU time of this process between two moments, user and system together. */
export function cpuMeter(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
}
