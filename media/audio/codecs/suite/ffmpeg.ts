/** FFmpeg as the other side of the old codecs, where it is installed. */
import { execFileSync } from 'node:child_process';

export const hasFfmpeg = (() => {
  try {
    return execFileSync('ffmpeg', ['-version']).toString().startsWith('ffmpeg ');
  } catch {
    return false;
  }
})();

if (!hasFfmpeg) process.stderr.write('\n*** NOT RUN: no ffmpeg here; the old codecs are compared with nobody ***\n\n');

const convert = (args: readonly string[], input: Uint8Array) =>
  Uint8Array.from(execFileSync('ffmpeg', ['-v', 'error', ...args], { input }));

/** `container`: FFmpeg's name for raw bytes of the codec, `mulaw`, `alaw` or `g722`. */
export function decodeByFfmpeg(container: string, bytes: Uint8Array): Int16Array {
  const rate = container === 'g722' ? [] : ['-ar', '8000', '-ac', '1'];
  return new Int16Array(convert(['-f', container, ...rate, '-i', '-', '-f', 's16le', '-'], bytes).buffer);
}

export function encodeByFfmpeg(container: string, samples: Int16Array): Uint8Array {
  const rateHz = container === 'g722' ? '16000' : '8000';
  const input = ['-f', 's16le', '-ar', rateHz, '-ac', '1', '-i', '-'];
  return convert([...input, '-f', container, '-'], new Uint8Array(samples.buffer));
}
