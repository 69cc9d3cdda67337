/** Plays a trace of packets and ticks through a jitter buffer, with a reader that takes what it must: the same trace gives the same decisions. */
import { JitterBuffer } from '../jitter-buffer.ts';
import {
  type Insertion,
  type JitterBufferStats,
  samplesPerMs,
  tickSamples,
  type VoicePacket,
} from '../voice-packet.ts';

/** A trace in a file has one entry a line, as JSON. */
export type TraceEntry =
  | readonly [
      kind: 'packet',
      sequence: number,
      timestamp: number,
      arrivalMs: number,
      durationSamples: number,
      payloadBytes: number,
    ]
  | readonly [kind: 'tick', nowMs: number, isQuiet: boolean];

export type Decision =
  | { readonly kind: 'inserted'; readonly sequence: number; readonly insertion: Insertion }
  | {
      readonly kind: 'packet';
      readonly sequence: number;
      readonly heardMs: number;
      readonly samples: number;
      readonly skipSamples: number;
      readonly begins: boolean;
    }
  | { readonly kind: 'lost' | 'silence'; readonly heardMs: number; readonly samples: number }
  | { readonly kind: 'tick'; readonly nowMs: number; readonly rate: number; readonly targetDelayMs: number };

export interface Replayed {
  readonly stats: JitterBufferStats;
  /** As told at the end. */
  readonly delayMs: number;
  /** What the reader got and what it played, in samples. */
  readonly handedSamples: number;
  readonly playedSamples: number;
}

export function parseTrace(lines: string): TraceEntry[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceEntry);
}

export function formatTrace(trace: Iterable<TraceEntry>): string {
  return Array.from(trace, (entry) => `${JSON.stringify(entry)}\n`).join('');
}

export function replay(
  clockRateHz: number,
  trace: Iterable<TraceEntry>,
  onDecision: (decision: Decision) => void,
): Replayed {
  const buffer = new JitterBuffer<VoicePacket>({ clockRateHz });
  const payloads = new Map<number, Uint8Array>();
  let handedSamples = 0;
  let playedSamples = 0;
  for (const entry of trace) {
    if (entry[0] === 'packet') {
      const [, sequence, timestamp, arrivalMs, durationSamples, bytes] = entry;
      const payload = payloads.get(bytes) ?? new Uint8Array(bytes);
      payloads.set(bytes, payload);
      const insertion = buffer.insert({ sequence, timestamp, arrivalMs, durationSamples, payload });
      onDecision({ kind: 'inserted', sequence, insertion });
      continue;
    }
    const [, nowMs, isQuiet] = entry;
    buffer.beginTick(nowMs, isQuiet);
    const { rate } = buffer;
    onDecision({ kind: 'tick', nowMs, rate, targetDelayMs: buffer.stats.targetDelayMs });
    const needed = tickSamples * rate;
    while (handedSamples - playedSamples < needed) {
      const heardMs = nowMs + (handedSamples - playedSamples) / rate / samplesPerMs;
      const step = buffer.next();
      if (step.kind === 'packet') {
        const { sequence, durationSamples } = step.packet;
        const { skipSamples, begins } = step;
        const samples = durationSamples - skipSamples;
        onDecision({ kind: 'packet', sequence, heardMs, samples, skipSamples, begins });
        handedSamples += samples;
      } else {
        onDecision({ kind: step.kind, heardMs, samples: step.samples });
        handedSamples += step.samples;
      }
    }
    playedSamples += needed;
  }
  return { stats: buffer.stats, delayMs: buffer.delayMs, handedSamples, playedSamples };
}
