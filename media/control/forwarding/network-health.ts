/** Sums up one second's health of a conference: per participant for the network bars, per receiving transport for its budget. */
import type { EncodingHealth, RouteHealth } from '../../plane/events.ts';
import { budgetSecond } from '../bandwidth-budget.ts';
import { type Grade, gradeSecond, type NetworkGrading, type NetworkSecond, ungraded } from '../network-grade.ts';
import type { ConsumerRecord, ProducerRecord, TransportRecord } from './records.ts';

type Worst = { -readonly [Field in keyof NetworkSecond]: NetworkSecond[Field] };

export interface HealthView {
  transports(): Iterable<TransportRecord>;
  producer(inboundId: number): ProducerRecord | undefined;
  consumer(routeId: number): ConsumerRecord | undefined;
}

/** Writes sizes and bitrates of layers, steps budgets and gradings; answers the grades that changed. */
export function takeHealth(
  view: HealthView,
  gradings: Map<string, NetworkGrading>,
  encodings: readonly EncodingHealth[],
  routes: readonly RouteHealth[],
  nowMs: number,
): (readonly [string, Grade])[] {
  const worst = new Map<string, Worst>();
  for (const { participantId, up } of view.transports()) {
    if (up === undefined) continue;
    const second = worstOf(worst, participantId);
    if (!up) second.connected = false;
  }
  for (const health of encodings) {
    const producer = view.producer(health.inboundId);
    const layer = producer?.layers[health.spatialLayer];
    if (producer === undefined || layer === undefined) continue;
    producer.layers[health.spatialLayer] = {
      active: layer.active,
      widthPx: health.widthPx || layer.widthPx,
      heightPx: health.heightPx || layer.heightPx,
      bitrateBps: health.bitrateBps === 0 ? layer.bitrateBps : layer.bitrateBps * 0.5 + health.bitrateBps * 0.5,
    };
    if (health.packets === 0) continue;
    const second = worstOf(worst, producer.participantId);
    second.lostFraction = Math.max(second.lostFraction ?? 0, health.lostFraction);
    second.jitterMs = Math.max(second.jitterMs ?? 0, health.jitterMs);
  }

  const received = new Map<TransportRecord, { sentBps: number; lostBps: number; reported: boolean }>();
  // A bounded transport to which nothing went is counted too, else its bound would stand for ever.
  for (const transport of view.transports()) {
    if (transport.budget.ceilingBps !== undefined) received.set(transport, { sentBps: 0, lostBps: 0, reported: false });
  }
  for (const health of routes) {
    const consumer = view.consumer(health.routeId);
    if (consumer === undefined) continue;
    const sum = received.get(consumer.transport) ?? { sentBps: 0, lostBps: 0, reported: false };
    received.set(consumer.transport, sum);
    sum.sentBps += health.bitrateBps;
    if (consumer.paused) continue;
    const second = worstOf(worst, consumer.participantId);
    if (health.rttMs !== undefined) second.rttMs = Math.max(second.rttMs ?? 0, health.rttMs);
    if (health.lostFraction === undefined) continue;
    sum.lostBps += health.bitrateBps * health.lostFraction;
    sum.reported = true;
    if (health.bitrateBps > 0) second.lostFraction = Math.max(second.lostFraction ?? 0, health.lostFraction);
  }
  for (const [transport, { sentBps, lostBps, reported }] of received) {
    transport.budget = budgetSecond(
      transport.budget,
      {
        sentBps,
        estimateBps: transport.estimateBps,
        lostFraction: reported && sentBps > 0 ? Math.min(1, lostBps / sentBps) : undefined,
      },
      nowMs,
    );
  }
  return stepGradings(gradings, worst);
}

function stepGradings(
  gradings: Map<string, NetworkGrading>,
  worst: ReadonlyMap<string, Worst>,
): (readonly [string, Grade])[] {
  const changed: (readonly [string, Grade])[] = [];
  for (const [participantId, second] of worst) {
    const before = gradings.get(participantId) ?? ungraded;
    const after = gradeSecond(before, second);
    gradings.set(participantId, after);
    if (after.grade !== null && after.grade !== before.grade) changed.push([participantId, after.grade]);
  }
  return changed;
}

function worstOf(worst: Map<string, Worst>, participantId: string): Worst {
  const known = worst.get(participantId);
  if (known !== undefined) return known;
  const fresh: Worst = { connected: true, lostFraction: undefined, rttMs: undefined, jitterMs: undefined };
  worst.set(participantId, fresh);
  return fresh;
}
