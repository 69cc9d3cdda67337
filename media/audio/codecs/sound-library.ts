/** Loads what a thread needs to decode, clean and encode sound: once, for all its streams. */
import { CleanerReserve } from './cleaner-reserve.ts';
import { createDecodingRoom, OpusDecoder } from './opus-decoder.ts';
import { createEncodingRoom, OpusEncoder } from './opus-encoder.ts';
import { loadOpus } from './opus-library.ts';
import { PlainDecoder, PlainEncoder } from './plain-codec.ts';
import { loadRnnoise } from './rnnoise.ts';
import type { SoundLibrary } from './sound-codec.ts';

export async function loadSoundLibrary(): Promise<SoundLibrary> {
  // Two of them: what hostile packets may do to the memory of decoders, they cannot do to what everybody hears.
  const [decoding, encoding, rnnoise] = await Promise.all([loadOpus(), loadOpus(), loadRnnoise()]);
  const decodingRoom = createDecodingRoom(decoding);
  const encodingRoom = createEncodingRoom(encoding);
  const cleaners = new CleanerReserve(
    () => rnnoise.cleaner(),
    (cleaner) => cleaner.prime(),
  );
  return {
    decoder: (format) => (format === 'opus' ? new OpusDecoder(decoding, decodingRoom) : new PlainDecoder(format)),
    encoder: (format) => new PlainEncoder(format),
    opusEncoder: (settings) => new OpusEncoder(encoding, encodingRoom, settings),
    noiseCleaner: () => cleaners.take(),
    prepare: () => cleaners.replenish(),
  };
}
