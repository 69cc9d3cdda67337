/** Two tones that say that a recording begins or goes on (upwards), or that it pauses or ends (downwards): heard by whoever does not look. */
type SinkContext = AudioContext & { setSinkId?(id: string): Promise<void> };
export type Chime = 'begins' | 'ends';

const tonesHz = { begins: [523.25, 783.99], ends: [659.25, 440] } as const satisfies Record<Chime, readonly number[]>;
const apartS = 0.18;
const ringS = 0.5;
const loudness = 0.16;

/** Never fails: where the browser lets no sound out before a click, there is none. */
export async function playChime(chime: Chime, speakerId: string | null): Promise<void> {
  try {
    const context: SinkContext = new AudioContext();
    // One that waits for a click would ring minutes later, when nothing begins.
    if (context.state === 'suspended')
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 300))]);
    if (context.state === 'running') {
      if (speakerId !== null) await context.setSinkId?.(speakerId).catch(() => undefined);
      ring(context, tonesHz[chime]);
      await new Promise((resolve) => setTimeout(resolve, (apartS + ringS) * 1_000 + 200));
    }
    await context.close();
  } catch {
    // A machine without a sound card: the words are there all the same.
  }
}

function ring(context: AudioContext, tones: readonly number[]): void {
  const start = context.currentTime + 0.03;
  for (const [index, frequencyHz] of tones.entries()) {
    const at = start + index * apartS;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = frequencyHz;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loudness, at + 0.012);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + ringS);
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + ringS + 0.05);
  }
}
