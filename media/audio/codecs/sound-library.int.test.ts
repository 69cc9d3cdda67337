import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { loadSoundLibrary } from './sound-library.ts';
import { tone } from './suite/sounds.ts';

const library = new URL('./sound-library.ts', import.meta.url).href;
/** Loads everything on a thread, uses each part once, and tells what it heard. */
const source = `
  const { parentPort } = await import('node:worker_threads');
  const { loadSoundLibrary } = await import(${JSON.stringify(library)});
  const library = await loadSoundLibrary();
  const frame = Float32Array.from({ length: 960 }, (_, i) => 0.4 * Math.sin(i * 0.0576));
  const [left, right] = [new Float32Array(5760), new Float32Array(5760)];
  const packet = library.opusEncoder({ channels: 1, bitrateBps: 48000, complexity: 5 }).encode(frame);
  const samples = [library.decoder('opus').decode(packet, left, right)];
  for (const format of ['pcmu', 'pcma', 'g722'])
    samples.push(library.decoder(format).decode(library.encoder(format).encode(frame), left, right));
  const probability = library.noiseCleaner().process(frame.subarray(0, 480));
  parentPort.postMessage({ samples, probability });
`;

function onThread(): Promise<{ samples: number[]; probability: number }> {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  return new Promise((resolve, reject) => {
    worker.once('message', (message) => void worker.terminate().then(() => resolve(message)));
    worker.once('error', reject);
  });
}

describe('what a thread loads for its sound', () => {
  it('is loaded by several threads at once, and again after they ended', async () => {
    for (let round = 0; round < 2; round++) {
      for (const { samples, probability } of await Promise.all([onThread(), onThread()])) {
        expect(samples).toEqual([960, 960, 960, 960]);
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
  });

  it('gives back the memory of ten thousand people who came and went', async () => {
    const sound = await loadSoundLibrary();
    const [left, right] = [new Float32Array(5_760), new Float32Array(5_760)];
    const packet = sound.opusEncoder({ channels: 2, bitrateBps: 96_000, complexity: 0 }).encode(tone(440, 960)).slice();
    const meet = () => {
      const decoder = sound.decoder('opus');
      decoder.decode(packet, left, right);
      const encoder = sound.opusEncoder({ channels: 1, bitrateBps: 48_000, complexity: 0 });
      const cleaner = sound.noiseCleaner();
      for (const part of [decoder, encoder, cleaner]) part.close();
    };
    for (let i = 0; i < 100; i++) meet();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 10_000; i++) meet();
    // A hundred kilobytes each would be a gigabyte; what is left is the collector's.
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
  });
});
