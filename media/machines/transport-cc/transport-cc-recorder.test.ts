import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { type TransportCc, writeTransportCc } from '../../wire/rtcp/transport-cc.ts';
import { readRtcp } from '../../wire/rtcp.ts';
import { TransportCcRecorder } from './transport-cc-recorder.ts';

function overTheWire(feedback: Omit<TransportCc, 'type'>): TransportCc {
  const read = readRtcp(writeTransportCc(feedback))[0];
  if (read?.type !== 'transportCc') throw new Error('Not readable');
  return read;
}

/** Arrival times in milliseconds by number, as the sender would work them out. */
function arrivalsOf(feedback: TransportCc): [number, number][] {
  let ticks = feedback.referenceTime * 256;
  return feedback.arrivals.map(({ sequenceNumber, deltaTicks }) => {
    ticks += deltaTicks;
    return [sequenceNumber, ticks / 4];
  });
}

describe('TransportCcRecorder', () => {
  it('tells when each packet arrived, and which did not', () => {
    const recorder = new TransportCcRecorder();
    recorder.received(10, 6_400);
    recorder.received(11, 6_405);
    recorder.received(13, 6_500);
    const feedback = overTheWire(recorder.feedback(1, 2)!);
    expect(feedback).toMatchObject({ baseSequence: 10, statusCount: 4, feedbackSequence: 0 });
    expect(arrivalsOf(feedback)).toEqual([
      [10, 6_400],
      [11, 6_405],
      [13, 6_500],
    ]);
    expect(recorder.feedback(1, 2)).toBeUndefined();
  });

  it('takes up where the last feedback ended, so that a loss in between is told', () => {
    const recorder = new TransportCcRecorder();
    recorder.received(10, 100);
    recorder.feedback(1, 2);
    recorder.received(13, 130);
    expect(overTheWire(recorder.feedback(1, 2)!)).toMatchObject({
      baseSequence: 11,
      statusCount: 3,
      feedbackSequence: 1,
    });
  });

  it('reports over the wraparound, and tells packets that overtook each other', () => {
    const recorder = new TransportCcRecorder();
    recorder.received(65_535, 1_000);
    recorder.received(1, 1_010);
    recorder.received(0, 1_020);
    expect(arrivalsOf(overTheWire(recorder.feedback(1, 2)!))).toEqual([
      [65_535, 1_000],
      [0, 1_020],
      [1, 1_010],
    ]);
  });

  it('ends, however numbers and times jump', () => {
    const recorder = new TransportCcRecorder();
    for (let n = 0; n < 3_000; n++) recorder.received((n * 7_919) & 0xffff, n * 97_003);
    let feedbacks = 0;
    while (recorder.feedback(1, 2) !== undefined) feedbacks++;
    expect(feedbacks).toBeLessThanOrEqual(1_024);
  });

  it('keeps random loss to itself, and tells of heavy loss', () => {
    const toldShare = (lossShare: number): number => {
      const random = seededRandom(7);
      const recorder = new TransportCcRecorder();
      let sent = 0;
      let told = 0;
      for (let nowMs = 1_000; nowMs < 31_000; nowMs += 100) {
        for (let at = 0; at < 20; at++)
          if (random() >= lossShare || at === 19) recorder.received(sent + at, nowMs + at * 5);
        sent += 20;
        for (let feedback = recorder.feedback(1, 2); feedback !== undefined; feedback = recorder.feedback(1, 2))
          if (nowMs > 2_000) told += feedback.statusCount - feedback.arrivals.length;
      }
      return told / sent;
    };
    expect(toldShare(0.05)).toBe(0);
    expect(toldShare(0.1)).toBeLessThan(0.005);
    expect(toldShare(0.4)).toBeGreaterThan(0.2);
  });

  it('never tells a tolerated loss as arrival: senders forget what arrived', () => {
    const recorder = new TransportCcRecorder();
    for (let sequence = 0; sequence < 20; sequence++) recorder.received(sequence, 6_400 + sequence * 10);
    recorder.received(22, 6_620);
    const before = overTheWire(recorder.feedback(1, 2)!);
    expect(before).toMatchObject({ baseSequence: 0, statusCount: 20 });
    const after = overTheWire(recorder.feedback(1, 2)!);
    expect(after).toMatchObject({ baseSequence: 22, statusCount: 1 });
    expect(arrivalsOf(after)).toEqual([[22, 6_620]]);
    expect(recorder.feedback(1, 2)).toBeUndefined();
  });
});
