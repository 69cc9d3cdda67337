/** A microphone behind a network, as a trace: what it sends by its own clock, what gets lost, and when the rest comes. */
import type { TraceEntry } from './replay.ts';

export interface SimulatedVoice {
  readonly durationMs: number;
  /** Where the ticks lie between the packets, 0 to 20. */
  readonly tickPhaseMs?: number;
  /** How much faster than ours the microphone's clock is. */
  readonly driftPpm?: number;
  readonly clockRateHz?: number;
  /** Of packet `index`, 20 when absent. */
  readonly packetMs?: (index: number) => number;
  /** On top of the fastest way, of packet `index` that was sent at `sentMs`; undefined = it does not come. */
  readonly delayMs?: (index: number, sentMs: number) => number | undefined;
  /** Of a pause after packet `index`, in which nothing is sent; 0 when absent. */
  readonly pauseMs?: (index: number) => number;
  /** Bytes of packet `index`; 80 when absent. */
  readonly payloadBytes?: (index: number) => number;
  readonly isQuiet?: (nowMs: number) => boolean;
  readonly firstSequence?: number;
  readonly firstTimestamp?: number;
}

const firstSentMs = 1_000;
const fastestMs = 15;
/** Nothing takes longer on its way. */
const slowestMs = 2_000;

/** In the order of time; a tick comes after the packets of its very moment. */
export function* simulateVoice(voice: SimulatedVoice): Generator<TraceEntry> {
  const clockRateHz = voice.clockRateHz ?? 48_000;
  const pace = 1 / (1 + (voice.driftPpm ?? 0) / 1e6);
  const phaseMs = voice.tickPhaseMs ?? 7;
  const onTheWay: (readonly [arrivalMs: number, entry: TraceEntry])[] = [];
  let index = 0;
  let mediaMs = 0;
  for (let tick = 0; tick * 20 < voice.durationMs; tick++) {
    const nowMs = firstSentMs + tick * 20 + phaseMs;
    for (;;) {
      const packetMs = voice.packetMs?.(index) ?? 20;
      const sentMs = firstSentMs + (mediaMs + packetMs) * pace;
      if (sentMs > nowMs) break;
      const delayMs = voice.delayMs === undefined ? 0 : voice.delayMs(index, sentMs);
      if (delayMs !== undefined) {
        const arrivalMs = sentMs + fastestMs + Math.min(delayMs, slowestMs);
        const timestamp = ((voice.firstTimestamp ?? 0) + Math.round((mediaMs * clockRateHz) / 1_000)) % 2 ** 32;
        const sequence = (voice.firstSequence ?? 0) + index;
        const bytes = voice.payloadBytes?.(index) ?? 80;
        onTheWay.push([arrivalMs, ['packet', sequence, timestamp, arrivalMs, packetMs * 48, bytes]]);
        onTheWay.sort((a, b) => a[0] - b[0]);
      }
      mediaMs += packetMs + (voice.pauseMs?.(index) ?? 0);
      index++;
    }
    while (onTheWay[0] !== undefined && onTheWay[0][0] <= nowMs) yield onTheWay.shift()![1];
    yield ['tick', nowMs, voice.isQuiet?.(nowMs) ?? false];
  }
}
