/** The packet status chunks of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 sections 3.1.1 to 3.1.4). */
import { invariant } from '@veche/kernel/invariant.ts';
import { readUint16 } from '../integers.ts';

/** 0 = not received, 1 = received with a delta of one byte, 2 = of two bytes: the symbol is the delta's length. */
export type StatusSymbol = 0 | 1 | 2;

export interface ArrivedStatus {
  /** From the base sequence number. */
  readonly index: number;
  readonly large: boolean;
}

const runLengthMax = 0x1fff;

/**
 * `end` bounds the packet. `end` of the result is where the deltas begin. Undefined when chunks are missing, use the reserved symbol,
 * or tell of more arrivals than the packet has bytes for.
 */
export function readStatusChunks(
  bytes: Uint8Array,
  offset: number,
  end: number,
  statusCount: number,
): { readonly arrived: readonly ArrivedStatus[]; readonly end: number } | undefined {
  const arrived: ArrivedStatus[] = [];
  const budget = end - offset;
  let index = 0;
  let at = offset;
  while (index < statusCount) {
    if (at + 2 > end) return undefined;
    const chunk = readUint16(bytes, at);
    at += 2;
    if ((chunk & 0x8000) === 0) {
      const symbol = (chunk >> 13) & 3;
      const run = Math.min(chunk & runLengthMax, statusCount - index);
      if (symbol === 3) return undefined;
      if (symbol !== 0) {
        if (arrived.length + run > budget) return undefined;
        for (let step = 0; step < run; step++) arrived.push({ index: index + step, large: symbol === 2 });
      }
      index += run;
    } else {
      const bits = (chunk & 0x4000) === 0 ? 1 : 2;
      for (let shift = 14 - bits; shift >= 0 && index < statusCount; shift -= bits, index++) {
        const symbol = (chunk >> shift) & (bits === 1 ? 1 : 3);
        if (symbol === 3) return undefined;
        if (symbol !== 0) arrived.push({ index, large: symbol === 2 });
      }
    }
  }
  return { arrived, end: at };
}

/** One symbol for each packet of the span. */
export function arrivalSymbols(feedback: {
  readonly baseSequence: number;
  readonly statusCount: number;
  readonly arrivals: readonly { readonly sequenceNumber: number; readonly deltaTicks: number }[];
}): StatusSymbol[] {
  const symbols = new Array<StatusSymbol>(feedback.statusCount).fill(0);
  let previous = -1;
  for (const { sequenceNumber, deltaTicks } of feedback.arrivals) {
    const index = (sequenceNumber - feedback.baseSequence) & 0xffff;
    invariant(index > previous && index < feedback.statusCount, 'Transport feedback: arrival outside of its span');
    invariant(deltaTicks >= -0x8000 && deltaTicks <= 0x7fff, 'Transport feedback: delta does not fit 16 bits');
    symbols[index] = deltaTicks >= 0 && deltaTicks <= 255 ? 1 : 2;
    previous = index;
  }
  return symbols;
}

/** A run when it holds at least as many as a vector would, else a vector: of one bit for 14 when no delta is large, else of two bits for 7. */
export function packStatusChunks(symbols: readonly StatusSymbol[]): number[] {
  const chunks: number[] = [];
  let at = 0;
  while (at < symbols.length) {
    const first = symbols[at]!;
    let run = 1;
    while (run < runLengthMax && symbols[at + run] === first) run++;
    const oneBit = !symbols.slice(at, at + 14).includes(2);
    if (run >= (oneBit ? 14 : 7) || at + run === symbols.length) {
      chunks.push((first << 13) | run);
      at += run;
      continue;
    }
    const bits = oneBit ? 1 : 2;
    let chunk = oneBit ? 0x8000 : 0xc000;
    for (let shift = 14 - bits; shift >= 0; shift -= bits) chunk |= (symbols[at++] ?? 0) << shift;
    chunks.push(chunk);
  }
  return chunks;
}
