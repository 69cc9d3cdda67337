/**
 * Notes when the packets of one peer arrived by their transport-wide numbers, and makes feedback of it
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). What is noted is bounded; a packet is reported once. Loss that is tolerated
 * (tolerated-loss.ts) is passed over in silence, between two feedbacks, so that a sender slows down for delay and for heavy loss alone.
 * It must not be told as arrival: a sender forgets what arrived, and could not send it again.
 */

import type { TransportCc, TransportCcArrival } from '../../wire/rtcp/transport-cc.ts';
import { SequenceUnwrapper } from '../../wire/sequence-number.ts';
import { ToleratedLoss } from './tolerated-loss.ts';

const arrivalsMax = 1_024;
/** Packets listed by one feedback, arrived or not. */
const spanMax = 500;
const tickMs = 0.25;
const referenceMs = 64;

export class TransportCcRecorder {
  #unwrapper = new SequenceUnwrapper();
  /** Extended number and time of arrival. */
  #arrivals: { sequence: number; arrivalMs: number }[] = [];
  #nextSequence: number | undefined;
  #feedbackCount = 0;
  #tolerated = new ToleratedLoss();

  get waiting(): number {
    return this.#arrivals.length;
  }

  received(sequenceNumber: number, arrivalMs: number): void {
    if (this.#arrivals.length >= arrivalsMax) return;
    this.#arrivals.push({ sequence: this.#unwrapper.unwrap(sequenceNumber), arrivalMs });
  }

  /** One feedback over what came since the last; undefined when nothing did. To be called until then. */
  feedback(senderSsrc: number, mediaSsrc: number): Omit<TransportCc, 'type'> | undefined {
    const arrivals = this.#arrivals.sort((a, b) => a.sequence - b.sequence);
    const first = arrivals[0];
    if (first === undefined) return undefined;
    // The gap since the last feedback is reported as lost, unless it is tolerated, or a jump, or older than what was reported.
    const next = this.#nextSequence;
    const gap = next !== undefined && next < first.sequence ? first.sequence - next : 0;
    const told = gap < spanMax && !this.#tolerated.tolerates(gap, gap + 1);
    const base = told ? first.sequence - gap : first.sequence;
    const referenceTime = Math.floor(first.arrivalMs / referenceMs);
    const listed: TransportCcArrival[] = [];
    let previousTicks = Math.round((referenceTime * referenceMs) / tickMs);
    let last = base - 1;
    let taken = 0;
    let resumeAt = 0;
    for (const { sequence, arrivalMs } of arrivals) {
      if (sequence === last) {
        taken++;
        continue;
      }
      if (sequence - base >= spanMax) break;
      const ticks = Math.round(arrivalMs / tickMs);
      const deltaTicks = ticks - previousTicks;
      if (deltaTicks < -32_768 || deltaTicks > 32_767) break;
      const lost = sequence - last - 1;
      if (listed.length > 0 && this.#tolerated.tolerates(lost, lost + 1) && lost > 0) {
        resumeAt = sequence;
        break;
      }
      listed.push({ sequenceNumber: sequence & 0xffff, deltaTicks });
      previousTicks = ticks;
      last = sequence;
      taken++;
    }
    this.#arrivals = arrivals.slice(Math.max(1, taken));
    this.#nextSequence = Math.max(last + 1, resumeAt, next ?? 0);
    return {
      senderSsrc,
      mediaSsrc,
      baseSequence: base & 0xffff,
      statusCount: Math.max(1, last - base + 1),
      referenceTime: (referenceTime << 8) >> 8,
      feedbackSequence: this.#feedbackCount++ & 0xff,
      arrivals: listed,
    };
  }
}
