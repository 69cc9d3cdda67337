/** What a listener would have of a trace: every decision of the replay, and the figures that tests bound. */
import { type Decision, type Replayed, replay, type TraceEntry } from './replay.ts';
import { type SimulatedVoice, simulateVoice } from './simulated-voice.ts';

export interface HeardPacket {
  readonly sequence: number;
  readonly arrivalMs: number;
  /** When its first sample was played. */
  readonly heardMs: number;
  readonly samples: number;
  readonly skipSamples: number;
  readonly begins: boolean;
}

export interface Heard extends Replayed {
  readonly packets: readonly HeardPacket[];
  readonly lostMs: number;
  readonly silenceMs: number;
  readonly rateMin: number;
  readonly rateMax: number;
  /** The largest change from one tick to the next. */
  readonly rateStep: number;
  readonly targetMinMs: number;
  readonly targetMaxMs: number;
}

/** Figures count from `fromMs` on, packets all. */
export function hear(trace: Iterable<TraceEntry>, clockRateHz = 48_000, fromMs = 0): Heard {
  const arrivals = new Map<number, number>();
  const packets: HeardPacket[] = [];
  const figures = { lostMs: 0, silenceMs: 0, rateMin: 1, rateMax: 1, rateStep: 0, targetMinMs: 1_000, targetMaxMs: 0 };
  let rate = 1;
  let counted = fromMs === 0;
  function* noted() {
    for (const entry of trace) {
      if (entry[0] === 'packet') arrivals.set(entry[1], entry[3]);
      yield entry;
    }
  }
  const onDecision = (decision: Decision) => {
    if (decision.kind === 'packet') packets.push({ ...decision, arrivalMs: arrivals.get(decision.sequence)! });
    if (decision.kind === 'tick') {
      counted = decision.nowMs >= fromMs;
      if (!counted) return;
      figures.rateMin = Math.min(figures.rateMin, decision.rate);
      figures.rateMax = Math.max(figures.rateMax, decision.rate);
      figures.rateStep = Math.max(figures.rateStep, Math.abs(decision.rate - rate));
      figures.targetMinMs = Math.min(figures.targetMinMs, decision.targetDelayMs);
      figures.targetMaxMs = Math.max(figures.targetMaxMs, decision.targetDelayMs);
      rate = decision.rate;
    }
    if (!counted) return;
    if (decision.kind === 'lost') figures.lostMs += decision.samples / 48;
    if (decision.kind === 'silence') figures.silenceMs += decision.samples / 48;
  };
  const replayed = replay(clockRateHz, noted(), onDecision);
  return { ...replayed, ...figures, packets };
}

export function hearVoice(voice: SimulatedVoice, fromMs = 0): Heard {
  return hear(simulateVoice(voice), voice.clockRateHz, fromMs);
}

/** Of the packets heard in a stretch of time. */
export function delaysMs(heard: Heard, fromMs = 0, toMs = Number.POSITIVE_INFINITY): number[] {
  return heard.packets
    .filter(({ heardMs }) => heardMs >= fromMs && heardMs < toMs)
    .map(({ heardMs, arrivalMs }) => heardMs - arrivalMs);
}
