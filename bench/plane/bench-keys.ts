/** Keys that both sides of the measurement know: one pair for the sender, one for each receiver. */
import type { SrtpParameters } from '@veche/media/plane/commands.ts';

export function benchKeys(transportId: number): SrtpParameters {
  const direction = (mark: number) => ({
    key: Buffer.alloc(16, transportId * 2 + mark),
    salt: Buffer.alloc(12, transportId * 3 + mark),
  });
  return { profile: 'AEAD_AES_128_GCM', inbound: direction(0), outbound: direction(1) };
}

/** A VP8 payload of `length` bytes; the first packet of all begins a key frame. */
export function benchPayload(length: number, keyFrame: boolean): Buffer {
  const payload = Buffer.alloc(length, 0x5a);
  payload.set([0x90, 0xe0, 0x80, 0x01, 0x01, 0x00, keyFrame ? 0x00 : 0x01]);
  return payload;
}
