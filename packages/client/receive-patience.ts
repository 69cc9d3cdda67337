/**
 * How long the browser holds received pictures back before it shows them. By itself it waits for jitter alone; where packets are lost, a
 * picture must wait for what is sent again, or it is left out. So the wait follows the loss and the round trip, as far as talk allows.
 */
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';

/** What one stream went through since the last look. */
export interface StreamTrouble {
  readonly packets: number;
  /** How often the receiver asked for packets again. */
  readonly requests: number;
  readonly roundTripMs: number;
}

export interface Patience {
  /** 0 = as the browser thinks best. */
  readonly waitMs: number;
  readonly sinceMs: number;
}

export const noPatience: Patience = { waitMs: 0, sinceMs: 0 };

const lookIntervalMs = 1_000;
const troubledShare = 0.015;
const badShare = 0.12;
const waitMaxMs = 700;
/** A wait that proves longer than needed is kept this long. */
const keptMs = 15_000;
const leastPackets = 10;

/** A repair takes a round trip on the way to the server or from it; twice bad luck takes two. */
export function adaptPatience(before: Patience, trouble: StreamTrouble, nowMs: number): Patience {
  if (trouble.packets < leastPackets) return before;
  const share = trouble.requests / trouble.packets;
  const roundTrips = share < troubledShare ? 0 : share < badShare ? 2.5 : 3.5;
  const neededMs = roundTrips === 0 ? 0 : Math.min(waitMaxMs, 40 + roundTrips * trouble.roundTripMs);
  if (neededMs > before.waitMs * 1.2) return { waitMs: Math.round(neededMs), sinceMs: nowMs };
  if (neededMs >= before.waitMs * 0.6 && before.waitMs > 0) return { ...before, sinceMs: nowMs };
  if (before.waitMs === 0 || nowMs - before.sinceMs < keptMs) return before;
  return { waitMs: Math.round(neededMs), sinceMs: nowMs };
}

interface Followed {
  packets: number;
  requests: number;
  patience: Patience;
}

export class ReceivePatience {
  readonly #environment: CallEnvironment;
  readonly #consumers: () => readonly types.Consumer[];
  #followed = new Map<string, Followed>();
  #timer: TimerHandle;
  #closed = false;

  /** `consumers` answers which are open now. */
  constructor(environment: CallEnvironment, consumers: () => readonly types.Consumer[]) {
    this.#environment = environment;
    this.#consumers = consumers;
    this.#lookLater();
  }

  close(): void {
    this.#closed = true;
    this.#environment.clearTimeout(this.#timer);
  }

  #lookLater(): void {
    if (this.#closed) return;
    this.#timer = this.#environment.setTimeout(() => {
      void this.#look().finally(() => this.#lookLater());
    }, lookIntervalMs);
  }

  async #look(): Promise<void> {
    const next = new Map<string, Followed>();
    for (const consumer of this.#consumers()) {
      const receiver = consumer.rtpReceiver as (RTCRtpReceiver & { jitterBufferTarget?: number | null }) | undefined;
      if (consumer.kind !== 'video' || receiver === undefined || !('jitterBufferTarget' in receiver)) continue;
      const report = await consumer.getStats().catch(() => undefined);
      if (report === undefined) continue;
      const followed = this.#follow(consumer.id, [...report.values()]);
      next.set(consumer.id, followed);
      const target = followed.patience.waitMs === 0 ? null : followed.patience.waitMs;
      if ((receiver.jitterBufferTarget ?? null) !== target) receiver.jitterBufferTarget = target;
    }
    this.#followed = next;
  }

  #follow(id: string, records: readonly Record<string, unknown>[]): Followed {
    const before = this.#followed.get(id);
    const stream = records.find(({ type }) => type === 'inbound-rtp');
    const pair = records.find(({ type, state }) => type === 'candidate-pair' && state === 'succeeded');
    const packets = Number(stream?.packetsReceived ?? 0);
    const requests = Number(stream?.nackCount ?? 0);
    const roundTripMs = Number(pair?.currentRoundTripTime ?? 0.1) * 1_000;
    if (before === undefined) return { packets, requests, patience: noPatience };
    const trouble = { packets: packets - before.packets, requests: requests - before.requests, roundTripMs };
    return { packets, requests, patience: adaptPatience(before.patience, trouble, this.#environment.nowMs()) };
  }
}
