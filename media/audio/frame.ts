/** The beat of all sound: one frame is 20 ms, and everything inside `media/audio` passes from stage to stage frame by frame. */
export const frameMs = 20;
/** 20 ms at 48 kHz. */
export const frameSamples = 960;

/** Sound of one frame that its maker uses again for the next: whoever wants to keep it copies it. */
export interface SoundFrame {
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** With 1, only `left` counts. */
  channels: 1 | 2;
}

export function createSoundFrame(): SoundFrame {
  return { left: new Float32Array(frameSamples), right: new Float32Array(frameSamples), channels: 1 };
}
