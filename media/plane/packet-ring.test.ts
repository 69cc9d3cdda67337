import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacketRingMemory, PacketRingReader, PacketRingWriter, type RingPacket } from './packet-ring.ts';

function packet(id: number, bytes: number): RingPacket {
  return {
    streamId: id,
    sequence: 2 ** 33 + id,
    timestamp: (0xffff_fff0 + id) >>> 0,
    arrivalMs: 1_790_000_000_000 + id,
    levelDbov: id % 5 === 0 ? -1 : id % 128,
    marker: id % 3 === 0,
    payload: Uint8Array.from({ length: bytes }, (_, i) => (i + id) & 0xff),
    durationSamples: 0,
  };
}

describe('the ring between the threads', () => {
  it('gives back what was written, in order, over any number of turns', () => {
    const steps = fc.array(fc.oneof(fc.record({ write: fc.nat(300) }), fc.constant({ read: true } as const)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 400, max: 3_000 }), (acts, size) => {
        const memory = createPacketRingMemory(size);
        const writer = new PacketRingWriter(memory);
        const reader = new PacketRingReader(memory);
        const expected: RingPacket[] = [];
        let id = 0;
        for (const act of acts) {
          if ('write' in act) {
            const next = packet(id++, act.write);
            if (writer.write(next.streamId, next)) expected.push(next);
          } else expect(reader.read()).toEqual(expected.shift());
        }
        for (const rest of expected) expect(reader.read()).toEqual(rest);
        expect(reader.read()).toBeUndefined();
      }),
    );
  });

  it('refuses when full, and takes again when there is room', () => {
    const memory = createPacketRingMemory(1_000);
    const writer = new PacketRingWriter(memory);
    const reader = new PacketRingReader(memory);
    let written = 0;
    while (writer.write(written, packet(written, 100))) written += 1;
    expect(written).toBeGreaterThan(3);
    expect(reader.read()?.streamId).toBe(0);
    expect(reader.read()?.streamId).toBe(1);
    expect(writer.write(99, packet(99, 100))).toBe(true);
  });
});
