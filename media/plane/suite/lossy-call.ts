/** A sender and a receiver as browsers are, 1,000 packets, and links that lose and delay both ways by a seed. */
import { NackMachine } from '../../machines/nack/nack-machine.ts';
import { writeNack } from '../../wire/rtcp/nack.ts';
import type { RtpFields } from '../../wire/rtp-builder.ts';
import { SequenceUnwrapper } from '../../wire/sequence-number.ts';
import { textOf, videoPacket, vp8Payload } from './suite-media.ts';
import { type PlaneMaker, routeOf, SuiteWorld, videoInbound } from './suite-world.ts';

export interface LossyRun {
  readonly seed: number;
  /** 0 to 1. */
  readonly lossUp: number;
  readonly lossDown: number;
  readonly delayMs: number;
  readonly rtx: boolean;
}

const packets = 1_000;
const packetsPerBeat = 4;
const beatMs = 8;
const firstSequence = 65_000;

/** mulberry32: numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Texts that never arrived, and how many arrived twice as media. */
export async function lossyCall(make: PlaneMaker, run: LossyRun): Promise<{ missing: string[]; twice: number }> {
  const world = await SuiteWorld.open(make);
  const random = seeded(run.seed);
  const a = await world.peer(1);
  const b = await world.peer(2);
  const rtx = run.rtx ? { rtxSsrc: 9_001, rtxPayloadType: 102 } : {};
  world.apply(
    { type: 'setInbound', inbound: videoInbound() },
    { type: 'setRoute', route: routeOf({ inboundId: 2, payloadType: 101, ...rtx }) },
  );

  const delayed = (act: () => void) => setTimeout(act, run.delayMs);
  const sent = new Map<number, RtpFields>();
  let rtxSequence = 1;
  const sendUp = (fields: RtpFields, reliable: boolean) => {
    const sealed = a.seal(fields);
    if (reliable || random() >= run.lossUp) delayed(() => a.sendRaw(sealed));
  };
  a.onRtcp = (packet) => {
    if (packet.type !== 'nack' || random() < run.lossUp) return;
    for (const sequenceNumber of packet.sequenceNumbers) {
      const original = sent.get(sequenceNumber);
      if (original === undefined) continue;
      const osn = Buffer.from([sequenceNumber >> 8, sequenceNumber & 0xff]);
      const payload = Buffer.concat([osn, original.payload]);
      const again = { ...original, ssrc: 2_001, payloadType: 97, sequenceNumber: rtxSequence++ & 0xffff, payload };
      delayed(() => sendUp(again, false));
    }
  };

  const got = new Map<string, number>();
  const unwrapper = new SequenceUnwrapper();
  const nack = new NackMachine();
  // The first packet is let through: a receiver cannot miss what it never heard of.
  b.admits = () => got.size === 0 || random() >= run.lossDown;
  b.onRtp = ({ view, payload, bytes }) => {
    const repeated = view.ssrc === 9_001;
    const number = repeated ? payload.readUInt16BE(0) : view.sequenceNumber;
    nack.received(Date.now(), unwrapper.unwrap(number));
    const text = textOf({ view, bytes, payload: repeated ? payload.subarray(2) : payload });
    got.set(text, (got.get(text) ?? 0) + (repeated || !run.rtx ? 0 : 1));
  };
  const asking = setInterval(() => {
    const { sequences } = nack.due(Date.now());
    if (sequences.length === 0) return;
    const sequenceNumbers = sequences.map((sequence) => sequence & 0xffff);
    const packet = writeNack({ senderSsrc: 1, mediaSsrc: 9_000, sequenceNumbers });
    delayed(() => {
      if (random() >= run.lossDown) b.sendRtcp(packet);
    });
  }, 20);

  await new Promise<void>((resolve) => {
    let next = 0;
    const beat = setInterval(() => {
      for (let count = 0; count < packetsPerBeat && next < packets; count++, next++) {
        const fields = videoPacket(
          firstSequence + next,
          vp8Payload(`packet ${next}`, { keyFrame: next === 0, pictureId: next }),
        );
        sent.set(fields.sequenceNumber, fields);
        // The ends of the row go through: a loss there is nobody's to see.
        sendUp(fields, next === 0 || next >= packets - packetsPerBeat);
      }
      if (next < packets) return;
      clearInterval(beat);
      resolve();
    }, beatMs);
  });
  const everything = Array.from({ length: packets }, (_, at) => `packet ${at}`);
  const last = everything.slice(0, packets - packetsPerBeat);
  await world.until('all repaired', () => last.every((text) => got.has(text))).catch(() => undefined);
  clearInterval(asking);
  a.onRtcp = undefined;
  await new Promise((resolve) => setTimeout(resolve, run.delayMs * 3));
  await world.close();
  return {
    missing: last.filter((text) => !got.has(text)),
    twice: [...got.values()].filter((count) => count > 1).length,
  };
}
