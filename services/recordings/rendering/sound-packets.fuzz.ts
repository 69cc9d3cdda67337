import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { fitTo, samplesOfOpus } from './opus-packets.ts';
import { packetsMax, packetsOfAdts, readPacketPlaces, writePackets } from './sound-packets.ts';

const adts = Uint8Array.of(0xff, 0xf1, 0x4c, 0x80, 0x01, 0x3f, 0xfc, 1, 2);

/** What ffmpeg made of strangers' sound, and the sound itself: read within its bounds, or refused. */
export const target: FuzzTarget = {
  name: 'recording-sound-packets',
  seeds: [
    adts,
    Uint8Array.of(...adts, ...adts),
    writePackets([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]),
    Uint8Array.of(0xfc, 0xff, 0xfe),
  ],
  run(bytes) {
    const packets = packetsOfAdts(bytes);
    if (packets !== undefined && packets.reduce((sum, { length }) => sum + length + 7, 0) !== bytes.length)
      throw new Error('bytes that belong to no packet');
    const places = readPacketPlaces(bytes);
    if (places !== undefined && (places.length > packetsMax || places.some(({ offset }) => offset < 4)))
      throw new Error('a place in front of the packets');
    const samples = samplesOfOpus(bytes);
    if (!Number.isInteger(samples) || samples < 0 || samples > 63 * 2_880) throw new Error('a length that is none');
    if (fitTo(60, [bytes])?.length === 2) throw new Error('a chunk that is too short');
  },
};
