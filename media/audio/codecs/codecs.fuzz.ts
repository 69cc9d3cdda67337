import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createDecodingRoom, OpusDecoder } from './opus-decoder.ts';
import { createEncodingRoom, OpusEncoder } from './opus-encoder.ts';
import { loadOpus } from './opus-library.ts';
import { PlainDecoder } from './plain-codec.ts';
import { loadRnnoise } from './rnnoise.ts';
import { packetSamplesMax, type SoundDecoder } from './sound-codec.ts';
import { tone } from './suite/sounds.ts';

const opus = await loadOpus();
const room = createDecodingRoom(opus);
/** Hears what the decoders make of everything, one voice without an end: what it once keeps as no number it would keep for ever. */
const cleaner = (await loadRnnoise()).cleaner();
const blockSamples = 480;
const block = new Float32Array(blockSamples);
const memoryBytes = opus.memory.bytes.length;
const left = new Float32Array(packetSamplesMax);
const right = new Float32Array(packetSamplesMax);
const loudest = 1.5;

/** These hear everything that comes, one stream without an end. */
const streams: SoundDecoder[] = [
  new OpusDecoder(opus, room),
  new PlainDecoder('pcmu'),
  new PlainDecoder('pcma'),
  new PlainDecoder('g722'),
];

function seeds(): Uint8Array[] {
  const encoding = createEncodingRoom(opus);
  const packets = ([1, 2] as const).flatMap((channels) => {
    const encoder = new OpusEncoder(opus, encoding, { channels, bitrateBps: 64_000, complexity: 5 });
    const packet = encoder.encode(tone(440, 960)).slice();
    encoder.close();
    return [packet];
  });
  // Speech at 24 kbit/s by its first byte, and code 3: any number of frames, with padding.
  const speech = Uint8Array.from(packets[0]!, (byte, at) => (at === 0 ? 0x48 : byte));
  const many = Uint8Array.of(packets[0]![0]! | 3, 0x42, 2, ...packets[0]!.subarray(1, 61), 0, 0);
  return [...packets, speech, many, new Uint8Array(160).fill(0x55)];
}

/** Whatever comes, a decoder answers samples that are numbers and not too loud, or -1, and takes no memory for it; what cleans them answers numbers. */
export const target: FuzzTarget = {
  name: 'codecs',
  seeds: seeds(),
  run(bytes) {
    for (const stream of streams) clean(check(stream, bytes));
    const fresh = new OpusDecoder(opus, room);
    check(fresh, bytes);
    fresh.close();
    if (bytes.length % 16 === 0) for (const stream of streams) stream.reset();
    if (opus.memory.bytes.length !== memoryBytes) throw new Error(`memory grew to ${opus.memory.bytes.length}`);
  },
};

/** Answers the samples that stand in `left` now. */
function check(stream: SoundDecoder, bytes: Uint8Array): number {
  left.fill(Number.NaN);
  right.fill(Number.NaN);
  const samples = stream.decode(bytes, left, right);
  if (samples !== -1 && !(samples > 0 && samples <= packetSamplesMax)) throw new Error(`${samples} samples`);
  judge(samples, stream.channels);
  if (stream.conceal === undefined) return samples;
  const made = stream.conceal(1 + (bytes[0] ?? 0) * 24, left, right);
  judge(made, stream.channels);
  return made;
}

function clean(samples: number): void {
  if (samples < blockSamples) return;
  block.set(left.subarray(0, blockSamples));
  const probability = cleaner.process(block);
  if (!(probability >= 0 && probability <= 1)) throw new Error(`speech with a probability of ${probability}`);
  for (const sample of block) if (!Number.isFinite(sample)) throw new Error(`${sample} after cleaning`);
}

function judge(samples: number, channels: 1 | 2): void {
  for (let i = 0; i < samples; i++) {
    if (!(Math.abs(left[i]!) <= loudest)) throw new Error(`${left[i]!} on the left`);
    if (channels === 2 && !(Math.abs(right[i]!) <= loudest)) throw new Error(`${right[i]!} on the right`);
  }
}
