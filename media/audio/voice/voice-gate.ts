/** Opens within 5 ms and closes over a frame, so that a voice comes and goes in the mix without a click. */
import { frameSamples, type SoundFrame } from '../frame.ts';

const openingSamples = 240;

export class VoiceGate {
  #isOpen = false;

  /** In place. Answers whether anything of the frame is to be heard. */
  process(frame: SoundFrame, open: boolean): boolean {
    const was = this.#isOpen;
    this.#isOpen = open;
    if (!open && !was) return false;
    if (open && was) return true;
    ramp(frame.left, open);
    if (frame.channels === 2) ramp(frame.right, open);
    return true;
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
