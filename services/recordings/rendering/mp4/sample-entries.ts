/** Sample entries that are made here rather than copied: AAC as in ISO/IEC 14496-14 section 5.6, Opus as in its encapsulation section 4.3. */
import { box, fullBox, joined } from './boxes.ts';

const stereo = { u16: 2 };
const bits = { u16: 16 };
const rate = { u32: 48_000 * 0x1_00_00 };
/** Of 48,000 samples a second. */
const soundEntry = [new Uint8Array(6), { u16: 1 }, { u64: 0 }, stereo, bits, { u32: 0 }, rate] as const;

/** AAC-LC, 48 kHz, stereo. */
export function aacEntry(): Uint8Array {
  const decoderSpecific = descriptor(0x05, Uint8Array.of(0x11, 0x90));
  const objectType = 0x40;
  const audioStream = 0x15;
  const decoder = descriptor(0x04, Uint8Array.of(objectType, audioStream, ...new Uint8Array(11)), decoderSpecific);
  const stream = descriptor(0x03, Uint8Array.of(0, 0, 0), decoder, descriptor(0x06, Uint8Array.of(2)));
  return box('mp4a', ...soundEntry, fullBox('esds', 0, 0, stream));
}

/** Whose every sample counts. */
export function opusEntry(): Uint8Array {
  const noneToSkip = { u16: 0 };
  return box(
    'Opus',
    ...soundEntry,
    box('dOps', { u8: 0 }, { u8: 2 }, noneToSkip, { u32: 48_000 }, { u16: 0 }, { u8: 0 }),
  );
}

function descriptor(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const inner = joined(content);
  return Uint8Array.of(tag, inner.length, ...inner);
}
