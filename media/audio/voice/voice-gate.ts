/** Opens within 5 ms and closes over a frame, so that a voice comes and goes in the mix without a click. */
import { createSoundFrame, frameSamples, type SoundFrame } from '../frame.ts';

const openingSamples = 240;

export class VoiceGate {
  #isOpen = false;
  #opensAnew = false;

  /** In place. Answers whether anything of the frame is to be heard. */
  process(frame: SoundFrame, open: boolean): boolean {
    const was = this.#isOpen && !this.#opensAnew;
    this.#isOpen = open;
    this.#opensAnew = false;
    if (!open && !was) return false;
    if (open && was) return true;
    ramp(frame.left, open);
    if (frame.channels === 2) ramp(frame.right, open);
    return true;
  }

  /** The next frame begins in other ears: what was heard before it does not lead up to it there. */
  openAnew(): void {
    this.#opensAnew = true;
  }

  /** What was heard just before this frame. */
  get isOpen(): boolean {
    return this.#isOpen;
  }
}

function ramp(samples: Float32Array, opens: boolean): void {
  const length = opens ? openingSamples : frameSamples;
  for (let i = 0; i < length; i++) {
    const share = i / length;
    samples[i] = samples[i]! * (opens ? share : 1 - share);
  }
}

/** What goes on without a seam after `frame` and is gone after another one: the same backwards, fading. */
export function echoOf(frame: SoundFrame): SoundFrame {
  const echo = createSoundFrame();
  echo.channels = frame.channels;
  echo.left.set(frame.left);
  echo.left.reverse();
  ramp(echo.left, false);
  if (frame.channels === 1) return echo;
  echo.right.set(frame.right);
  echo.right.reverse();
  ramp(echo.right, false);
  return echo;
}
