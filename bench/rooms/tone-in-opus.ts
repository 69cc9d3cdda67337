/** A second of a pure tone as a microphone would send it: 50 packets of 20 ms, which can be said over and over again. */
import type { SoundLibrary } from '@veche/media/audio/codecs/sound-codec.ts';
import { soundRateHz } from '@veche/media/audio/codecs/sound-codec.ts';

const packets = 50;
const frameSamples = soundRateHz / packets;
const amplitude = 0.09;

/** `frequencyHz`: whole, so that the end meets the beginning. */
export function toneInOpus(library: SoundLibrary, frequencyHz: number): Uint8Array[] {
  const encoder = library.opusEncoder({ channels: 1, bitrateBps: 32_000, complexity: 5 });
  const frame = new Float32Array(frameSamples);
  const said = Array.from({ length: packets }, (_, nth) => {
    for (let i = 0; i < frameSamples; i++) {
      frame[i] = amplitude * Math.sin((2 * Math.PI * frequencyHz * (nth * frameSamples + i)) / soundRateHz);
    }
    return encoder.encode(frame).slice();
  });
  encoder.close();
  return said;
}
