/** The deframer: however a stream is chopped, the frames are the same. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { Deframer } from './tcp-framing.ts';

const maxLength = 64;

export const target: FuzzTarget = {
  name: 'tcp-framing',
  seeds: [Uint8Array.of(0, 3, 1, 2, 3, 0, 0, 0, 1, 9), Uint8Array.of(0, 64, ...new Array<number>(64).fill(7), 0, 65)],
  run(bytes) {
    const whole = deframe(bytes, bytes.length || 1);
    const step = 1 + ((bytes[1] ?? 0) % 7);
    if (deframe(bytes, step) !== whole || deframe(bytes, 1) !== whole) throw new Error('chopping changes the frames');
  },
};

function deframe(bytes: Uint8Array, step: number): string {
  const deframer = new Deframer(maxLength);
  const frames: string[] = [];
  let good = true;
  for (let at = 0; at < bytes.length; at += step) {
    good = deframer.push(bytes.subarray(at, at + step), (frame) => frames.push(frame.join(',')));
  }
  return `${frames.join(';')} ${good}`;
}
