/**
 * The recorded sound as a line of Opus packets of 20 ms each, without a gap: that is what a recording's time is counted in. Packets that a damaged
 * chunk lacks are stood in for by silence, so what follows stays in its place.
 */
import { box, joined } from './mp4/boxes.ts';
import { opusEntry } from './mp4/sample-entries.ts';
import { TrackTables } from './mp4/track-tables.ts';
import { movieTicksPerSecond, writeHead } from './mp4/write-head.ts';

export const packetMs = 20;
export const opusPacketSamples = 960;
/** CELT, 48 kHz, 20 ms, two channels, nothing in it: what libopus makes of silence. */
const silentPacket = Uint8Array.of(0xfc, 0xff, 0xfe);

/** RFC 6716 section 3.1, in samples of 48 kHz; 0: that is no packet. */
export function samplesOfOpus(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frameSamples = config < 12 ? [480, 960, 1_920, 2_880] : config < 16 ? [480, 960] : [120, 240, 480, 960];
  const samples = frameSamples[config % frameSamples.length] ?? 0;
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return samples * frames;
}

export function silence(lengthMs: number): Uint8Array[] {
  return Array.from({ length: Math.round(lengthMs / packetMs) }, () => silentPacket);
}

/** Exactly as long as its chunk; undefined: what came in between is not 20 ms long, so nothing after it would be in its place. */
export function fitTo(lengthMs: number, packets: readonly Uint8Array[]): Uint8Array[] | undefined {
  if (packets.some((packet) => samplesOfOpus(packet) !== opusPacketSamples)) return undefined;
  const kept = packets.slice(0, Math.round(lengthMs / packetMs));
  return [...kept, ...silence(lengthMs - kept.length * packetMs)];
}

/** An MP4 of this sound alone. */
export function soundFile(packets: readonly Uint8Array[]): Uint8Array {
  const tables = new TrackTables();
  const samples = packets.map(({ length }) => ({
    sizeBytes: length,
    durationTicks: opusPacketSamples,
    compositionTicks: 0,
    isKey: true,
  }));
  tables.addStretch(opusEntry(), 0, samples);
  const shownTicks = packets.length * opusPacketSamples;
  const head = writeHead(
    [{ kind: 'sound', ticksPerSecond: movieTicksPerSecond, tables, skipTicks: 0, shownTicks }],
    sizeOf(packets),
  );
  return joined([head, ...packets, box('free')]);
}

function sizeOf(packets: readonly Uint8Array[]): number {
  return packets.reduce((sum, { length }) => sum + length, 0);
}
