/** Two datagram machines joined by a link that loses, delays, reorders and repeats, on a clock that jumps from event to event: minutes pass in microseconds. */

export interface DatagramMachine {
  receive(nowMs: number, datagram: Uint8Array): void;
  tick(nowMs: number): void;
  nextDeadlineMs(): number | undefined;
  drain(): Uint8Array[];
}

export interface LinkOptions {
  /** Uniform in [0, 1). */
  readonly fraction?: () => number;
  /** Share of datagrams lost, 0 to 1, each way. */
  readonly lossRate?: number;
  /** Share of datagrams that arrive twice. */
  readonly repeatRate?: number;
  /** Delay of each datagram is drawn from this range; a wide range reorders. */
  readonly delayMs?: readonly [number, number];
  /** Sees each datagram before it is sent; what it returns is sent in its place, in that order. */
  readonly intercept?: (to: 'left' | 'right', datagram: Uint8Array, nowMs: number) => readonly Uint8Array[];
  readonly startMs?: number;
  readonly limitMs?: number;
}

/** Runs until `done` or until nothing is pending or `limitMs` of link time passed; gives back the time reached. */
export function runLink(
  left: DatagramMachine,
  right: DatagramMachine,
  done: () => boolean,
  options: LinkOptions = {},
): number {
  const { lossRate = 0, repeatRate = 0, delayMs = [5, 5], startMs = 0, limitMs = 300_000 } = options;
  const fraction = options.fraction ?? (() => 0.5);
  const flying: { atMs: number; order: number; to: 'left' | 'right'; datagram: Uint8Array }[] = [];
  let order = 0;
  let nowMs = startMs;
  const launch = (to: 'left' | 'right', datagram: Uint8Array) => {
    for (const sent of options.intercept?.(to, datagram, nowMs) ?? [datagram]) {
      if (fraction() < lossRate) continue;
      const copies = fraction() < repeatRate ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const atMs = nowMs + delayMs[0] + fraction() * (delayMs[1] - delayMs[0]);
        flying.push({ atMs, order: order++, to, datagram: sent });
      }
    }
  };
  const collect = () => {
    for (const datagram of left.drain()) launch('right', datagram);
    for (const datagram of right.drain()) launch('left', datagram);
  };

  collect();
  while (!done() && nowMs - startMs < limitMs) {
    flying.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
    const arrivalMs = flying[0]?.atMs ?? Number.POSITIVE_INFINITY;
    const timerMs = Math.min(
      left.nextDeadlineMs() ?? Number.POSITIVE_INFINITY,
      right.nextDeadlineMs() ?? Number.POSITIVE_INFINITY,
    );
    if (arrivalMs === Number.POSITIVE_INFINITY && timerMs === Number.POSITIVE_INFINITY) break;
    nowMs = Math.max(nowMs, Math.min(arrivalMs, timerMs));
    if (arrivalMs <= timerMs) {
      const { to, datagram } = flying.shift()!;
      (to === 'left' ? left : right).receive(nowMs, datagram);
    } else {
      left.tick(nowMs);
      right.tick(nowMs);
    }
    collect();
  }
  return nowMs;
}
