/** What microphones send, encoded beforehand: a voice that speaks, and an open microphone in which nobody does. */
import type { SoundLibrary } from '@veche/media/audio/codecs/sound-codec.ts';
import { frameSamples } from '@veche/media/audio/frame.ts';
import { levelDbov } from '@veche/media/audio/voice/level.ts';
import { voices } from '@veche/testkit/sound/speech/voice.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';

export interface Frame {
  readonly payload: Uint8Array;
  readonly levelDbov: number;
}

export const soundMs = 10_000;
export const frames = soundMs / 20;

/** Ten seconds of somebody who speaks all the time, as a browser sends it. */
export function speaking(library: SoundLibrary, seed: number): Frame[] {
  const speech = synthesiseSpeech({
    voice: Object.values(voices)[seed % Object.values(voices).length]!,
    seed,
    lengthMs: soundMs,
    talking: 0.95,
  });
  const encoder = library.opusEncoder({ channels: 1, bitrateBps: 48_000, complexity: 9 });
  const encoded = Array.from({ length: frames }, (_, at) => {
    const block = speech.subarray(at * frameSamples, (at + 1) * frameSamples);
    return { payload: encoder.encode(block).slice(), levelDbov: Math.round(levelDbov(block, frameSamples)) };
  });
  encoder.close();
  return encoded;
}

/** An open microphone in a quiet room, of a client that sends its silence too; it tells the level, as browsers do. */
export function quiet(library: SoundLibrary): Frame[] {
  const encoder = library.opusEncoder({ channels: 1, bitrateBps: 48_000, complexity: 9 });
  const block = new Float32Array(frameSamples);
  const encoded = Array.from({ length: frames }, (_, at) => {
    for (let i = 0; i < frameSamples; i++) block[i] = 1e-4 * Math.sin((at * frameSamples + i) * 0.7);
    return { payload: encoder.encode(block).slice(), levelDbov: 83 };
  });
  encoder.close();
  return encoded;
}
